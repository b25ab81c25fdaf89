package dev.toolflow.step;

import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What one use of a {@link StepDefinition} in a flow was set to; {@link ToolCallStep} sets it. Immutable and thread-safe.
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
public abstract sealed class StepUse<I, O> permits ToolCallStep {
    private final StepDefinition<I, O> definition;
    private final StepDraft<I, O> settings;

    StepUse(StepDefinition<I, O> definition, StepDraft<I, O> settings) {
        this.definition = definition;
        this.settings = settings;
    }

    StepDraft<I, O> settings() {
        return settings;
    }

    /** What is used. */
    public final StepDefinition<I, O> definition() {
        return definition;
    }

    /** The step's id. */
    public final String id() {
        return settings.id;
    }

    /** How it calls its model. */
    public final Calling calling() {
        return settings.calling;
    }

    /** How its output is judged. */
    public final Judging<I, O> judging() {
        return settings.judging;
    }

    /** How often a step that was not accepted is tried again. */
    public final int maxRetries() {
        return settings.maxRetries;
    }

    /** How long the step may take with all its attempts, where it says so. */
    public final Optional<Duration> deadline() {
        return Optional.ofNullable(settings.deadline);
    }

    /** What cleans the input. */
    public final UnaryOperator<I> inputSanitizer() {
        return settings.inputSanitizer;
    }

    /** What cleans the output. */
    public final UnaryOperator<O> outputSanitizer() {
        return settings.outputSanitizer;
    }

    /** What softens an input that moderation stopped, where there is such a hook. */
    public final Optional<UnaryOperator<I>> onModeration() {
        return Optional.ofNullable(settings.onModeration);
    }

    /** Whether an earlier accepted output of the same is taken instead of a call. */
    public final boolean isCached() {
        return settings.cached;
    }

    /** What the run does when this step fails. */
    public final OnFailure onFailure() {
        return settings.onFailure;
    }

    @Override
    public final String toString() {
        return "ToolCallStep[" + id() + ": " + definition.name() + "]";
    }
}
