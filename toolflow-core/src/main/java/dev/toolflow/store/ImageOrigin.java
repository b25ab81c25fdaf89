package dev.toolflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which call a picture came from. Immutable.
 *
 * @param runId the run
 * @param stepId the step's id path, such as {@code hero[3]}
 * @param attempt the attempt's number, from 1
 * @param index the picture's place in the reply, from 0
 * @param kind a finished picture, or one that came while it was being drawn
 * @param call what was asked and who answered
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ImageOrigin(String runId, String stepId, int attempt, int index, Kind kind, Call call) {

    /** @throws IllegalArgumentException when a number is out of its bounds */
    public ImageOrigin {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(stepId, "stepId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(call, "call");
        if (attempt < 1 || index < 0) {
            throw new IllegalArgumentException(
                    "ImageOrigin: attempts count from 1, indexes from 0; was attempt " + attempt + ", index " + index);
        }
    }

    /** Whether a picture is finished. */
    public enum Kind {
        /** What the step asked for. */
        FINAL,
        /** A preview, told as a partial image while the step ran. */
        PARTIAL
    }

    /**
     * The call of a picture. Immutable. Holds the prompt's hash, never the prompt.
     *
     * @param model the model that was asked
     * @param responseId the id of the answer or of its tool call; the request's where the answer has none; or null
     * @param promptSha256 SHA-256 of the prompt as sent, in UTF-8, 64 lowercase hexadecimal digits
     * @param size as the reply says, such as {@code 1024x1024}, else as asked for, or null
     * @param quality as the reply says, else as asked for, or null
     * @param background as the reply says, else as asked for, or null
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Call(
            String model,
            @Nullable String responseId,
            String promptSha256,
            @Nullable String size,
            @Nullable String quality,
            @Nullable String background) {
        /** Checks that what every call has is there. */
        public Call {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(promptSha256, "promptSha256");
        }
    }
}
