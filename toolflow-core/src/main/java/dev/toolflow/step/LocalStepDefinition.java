package dev.toolflow.step;

import dev.toolflow.tool.ToolSpec;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * A step done by the user's own code, without a model: it has an id, a result and audits like any other, and is called once.
 * Immutable; the function must be thread-safe.
 *
 * @param <I> what the step is given
 * @param <O> what the function makes
 */
public final class LocalStepDefinition<I, O> implements StepDefinition<I, O> {
    private final String name;
    private final Class<I> inputType;
    private final Class<O> outputType;
    private final Function<? super I, ? extends O> function;
    private final String version;

    private LocalStepDefinition(
            String name, Class<I> inputType, Class<O> outputType, Function<? super I, ? extends O> function) {
        this.version = StepName.FIRST_VERSION;
        this.name = StepName.ofLocal(name);
        this.inputType = Objects.requireNonNull(inputType, "inputType");
        this.outputType = Objects.requireNonNull(outputType, "outputType");
        this.function = Objects.requireNonNull(function, "function");
    }

    /**
     * A step that applies a function.
     *
     * @throws IllegalArgumentException when the name is reserved or cannot be an id
     */
    public static <I, O> LocalStepDefinition<I, O> of(
            String name, Class<I> inputType, Class<O> outputType, Function<? super I, ? extends O> function) {
        return new LocalStepDefinition<>(name, inputType, outputType, function);
    }

    private LocalStepDefinition(LocalStepDefinition<I, O> other, String version) {
        this.name = other.name;
        this.inputType = other.inputType;
        this.outputType = other.outputType;
        this.function = other.function;
        this.version = StepName.version(version);
    }

    /**
     * The same with another version; a definition of its own.
     *
     * @param version 1 to 64 letters, digits, {@code . _ -}
     */
    public LocalStepDefinition<I, O> version(String version) {
        return new LocalStepDefinition<>(this, version);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Class<I> inputType() {
        return inputType;
    }

    @Override
    public Class<O> outputType() {
        return outputType;
    }

    @Override
    public Optional<ToolSpec> tool() {
        return Optional.empty();
    }

    /** What the step does. */
    public Function<? super I, ? extends O> function() {
        return function;
    }

    @Override
    public String toString() {
        return "LocalStepDefinition[" + name + "]";
    }
}
