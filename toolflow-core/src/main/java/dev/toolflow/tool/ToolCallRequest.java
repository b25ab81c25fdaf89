package dev.toolflow.tool;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * How a chat model is to answer.
     *
     * @param temperature 0 to 2, or null to leave it to the model; sent only to models that take it
     * @param maxTokens the most tokens the answer may have, reasoning included; at least 1
     */
    public record Options(@Nullable Double temperature, int maxTokens) {
        /** The default limit of an answer, in tokens. */
        public static final int DEFAULT_MAX_TOKENS = 4096;

        /** Checks the bounds. */
        public Options {
            if (temperature != null && !(temperature >= 0 && temperature <= 2)) {
                throw new IllegalArgumentException("temperature: must be from 0 to 2, was " + temperature);
            }
            if (maxTokens < 1) {
                throw new IllegalArgumentException("maxTokens: must be at least 1, was " + maxTokens);
            }
        }

        /** No temperature, and at most {@value #DEFAULT_MAX_TOKENS} tokens. */
        public static Options standard() {
            return new Options(null, DEFAULT_MAX_TOKENS);
        }
    }
}
