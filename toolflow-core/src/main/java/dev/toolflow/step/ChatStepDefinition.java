package dev.toolflow.step;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.schema.JsonType;
import dev.toolflow.tool.ToolSpec;
import java.util.Objects;
import java.util.Optional;

/**
 * A step that a chat model does: it is forced to call the tool, and the arguments of that call are the step's output.
 * Immutable and thread-safe. The output type becomes a strict JSON schema when the definition is built.
 *
 * <pre>{@code
 * static final StepDefinition<PaletteRequest, Palette> PALETTE =
 *     ChatStepDefinition.named("generate_palette", PaletteRequest.class, Palette.class)
 *         .description("Chooses brand colours")
 *         .instructions("You are a colour theorist…")
 *         .build();
 * }</pre>
 *
 * @param <I> what the step is given
 * @param <O> what the model answers with
 */
public final class ChatStepDefinition<I, O> implements StepDefinition<I, O> {
    private final Class<I> inputType;
    private final Class<O> outputType;
    private final ToolSpec tool;
    private final String version;

    private ChatStepDefinition(Builder<I, O> builder) {
        this.version = builder.version;
        this.inputType = builder.inputType;
        this.outputType = builder.outputType;
        String schema = JsonType.of(outputType)
                .refusing(GeneratedImage.class, "a chat model cannot make an image; use a generate_image step")
                .schema();
        this.tool = new ToolSpec(builder.name, builder.description, builder.instructions, schema);
    }

    /**
     * Begins a definition.
     *
     * @param name the tool's name, 1 to 64 letters, digits, {@code _} and {@code -}; {@code generate_image} and
     *     {@code edit_image} are reserved
     * @throws IllegalArgumentException when the name is not allowed
     */
    public static <I, O> Builder<I, O> named(String name, Class<I> inputType, Class<O> outputType) {
        return new Builder<>(StepName.ofChatTool(name), inputType, outputType);
    }

    @Override
    public String name() {
        return tool.name();
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
        return Optional.of(tool);
    }

    @Override
    public String toString() {
        return "ChatStepDefinition[" + name() + ": " + inputType.getSimpleName() + " -> " + outputType.getSimpleName()
                + "]";
    }

    /**
     * What a chat step may say beside its name and types. Not thread-safe.
     *
     * @param <I> what the step is given
     * @param <O> what the model answers with
     */
    public static final class Builder<I, O> {
        private final String name;
        private final Class<I> inputType;
        private final Class<O> outputType;
        private String description = "";
        private String instructions = "";
        private String version = StepName.FIRST_VERSION;

        private Builder(String name, Class<I> inputType, Class<O> outputType) {
            this.name = name;
            this.inputType = Objects.requireNonNull(inputType, "inputType");
            this.outputType = Objects.requireNonNull(outputType, "outputType");
        }

        /**
         * What the tool is for, as the model is told. Default: nothing.
         *
         * @param text at most 1,024 characters, which is what OpenAI takes; for more there are the {@link #instructions}
         * @throws IllegalArgumentException when it is longer
         */
        public Builder<I, O> description(String text) {
            this.description = StepName.description(name, text);
            return this;
        }

        /** The system message: who the model is and how it is to work. Default: nothing. */
        public Builder<I, O> instructions(String text) {
            this.instructions = Objects.requireNonNull(text, "instructions");
            return this;
        }

        /**
         * Which version of the step it is; see {@link StepDefinition#version()}. Default {@code 1}.
         *
         * @param text 1 to 64 letters, digits, {@code . _ -}
         */
        public Builder<I, O> version(String text) {
            this.version = StepName.version(text);
            return this;
        }

        /**
         * Makes the definition and its schema.
         *
         * @throws dev.toolflow.schema.SchemaException when the output type cannot be a strict schema, or has a
         *     {@link GeneratedImage}, which no chat model can make; names the property
         */
        public ChatStepDefinition<I, O> build() {
            return new ChatStepDefinition<>(this);
        }
    }
}
