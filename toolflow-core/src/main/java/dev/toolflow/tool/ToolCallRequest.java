package dev.toolflow.tool;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One call of a tool, complete: the same request may be sent several times. Immutable.
 *
 * @param stepId the step that asks, as an id path such as {@code hero[3]}
 * @param tool what is called
 * @param input what it is given
 * @param model the model to call
 * @param options how the model is to answer
 */
public record ToolCallRequest(String stepId, ToolSpec tool, ToolInput input, String model, Options options) {

    /** Checks that nothing is missing. */
    public ToolCallRequest {
        Objects.requireNonNull(stepId, "stepId");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(options, "options");
        if (model.isBlank()) {
            throw new IllegalArgumentException("model: must not be blank in step '" + stepId + "'");
        }
    }

    /** The endpoint that this call goes to. */
    public Endpoint endpoint() {
        return Endpoint.forTool(tool.name());
    }

    /**
     * How a chat model is to answer. Immutable; every method that sets something returns a copy.
     *
     * <pre>{@code Options.standard().temperature(0.3).maxTokens(900)}</pre>
     */
    public static final class Options {
        /** The default limit of an answer, in tokens. */
        public static final int DEFAULT_MAX_TOKENS = 4096;

        private static final Options STANDARD = new Options(
                OptionalDouble.empty(),
                DEFAULT_MAX_TOKENS,
                Streaming.OFF,
                new Sight(ImageDetail.AUTO, ImageTransfer.DATA_URL));

        private final OptionalDouble temperature;
        private final int maxTokens;
        private final Streaming streaming;
        private final Sight sight;

        /** How images are seen. */
        private record Sight(ImageDetail detail, ImageTransfer transfer) {
            private Sight {
                Objects.requireNonNull(detail, "imageDetail");
                Objects.requireNonNull(transfer, "imageTransfer");
            }
        }

        private Options(OptionalDouble temperature, int maxTokens, Streaming streaming, Sight sight) {
            this.temperature = temperature;
            this.maxTokens = maxTokens;
            this.streaming = Objects.requireNonNull(streaming, "streaming");
            this.sight = sight;
        }

        /** No temperature, at most {@value #DEFAULT_MAX_TOKENS} tokens, and no streaming. */
        public static Options standard() {
            return STANDARD;
        }

        /**
         * The same with a temperature, which is sent only to models that take it.
         *
         * @throws IllegalArgumentException when it is not from 0 to 2
         */
        public Options temperature(double degree) {
            if (!(degree >= 0 && degree <= 2)) {
                throw new IllegalArgumentException("temperature: must be from 0 to 2, was " + degree);
            }
            return new Options(OptionalDouble.of(degree), maxTokens, streaming, sight);
        }

        /**
         * The same with another limit of the answer, in tokens, reasoning included.
         *
         * @throws IllegalArgumentException when it is less than 1
         */
        public Options maxTokens(int tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("maxTokens: must be at least 1, was " + tokens);
            }
            return new Options(temperature, tokens, streaming, sight);
        }

        /** The same with the reply told piece by piece, or not. */
        public Options streaming(Streaming pieces) {
            return new Options(temperature, maxTokens, pieces, sight);
        }

        /** The same with another detail in which the input's images are seen. Default {@link ImageDetail#AUTO}. */
        public Options imageDetail(ImageDetail detail) {
            return new Options(temperature, maxTokens, streaming, new Sight(detail, sight.transfer));
        }

        /** The same with another way for the input's images. Default {@link ImageTransfer#DATA_URL}. */
        public Options imageTransfer(ImageTransfer transfer) {
            return new Options(temperature, maxTokens, streaming, new Sight(sight.detail, transfer));
        }

        /** The temperature, 0 to 2; empty where it is left to the model. */
        public OptionalDouble temperature() {
            return temperature;
        }

        /** The most tokens the answer may have, reasoning included. */
        public int maxTokens() {
            return maxTokens;
        }

        /** Whether the reply is told piece by piece. */
        public Streaming streaming() {
            return streaming;
        }

        /** How closely the model looks at the input's images. */
        public ImageDetail imageDetail() {
            return sight.detail;
        }

        /** How the input's images reach the model. */
        public ImageTransfer imageTransfer() {
            return sight.transfer;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Options that
                    && temperature.equals(that.temperature)
                    && maxTokens == that.maxTokens
                    && streaming == that.streaming
                    && sight.equals(that.sight);
        }

        @Override
        public int hashCode() {
            return Objects.hash(temperature, maxTokens, streaming, sight);
        }

        @Override
        public String toString() {
            return "Options[maxTokens=" + maxTokens
                    + (temperature.isPresent() ? ", temperature=" + temperature.getAsDouble() : "")
                    + (streaming == Streaming.ON ? ", streaming" : "")
                    + (sight.detail == ImageDetail.AUTO ? "" : ", imageDetail=" + sight.detail)
                    + (sight.transfer == ImageTransfer.DATA_URL ? "" : ", imageTransfer=" + sight.transfer) + "]";
        }
    }
}
