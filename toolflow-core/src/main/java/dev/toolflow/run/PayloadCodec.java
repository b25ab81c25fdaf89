package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/**
 * Writes payloads before they reach a {@link RunStore}, and reads them back: in clear, encrypted, or as a user likes. Thread-safe.
 */
public interface PayloadCodec {

    /**
     * Where a payload belongs. What was written for one place is refused at every other.
     *
     * @param runId the run
     * @param stepId the step's id path, or null for what is of the whole run
     * @param field which payload of it, such as {@code input} or {@code result}
     */
    record Place(String runId, @Nullable String stepId, String field) {
        @Override
        public String toString() {
            return "run '" + runId + "'" + (stepId == null ? "" : ", step '" + stepId + "'") + ", " + field;
        }
    }

    /** Writes a payload for its place. */
    Payload encode(Place place, byte[] plain);

    /**
     * Reads a payload.
     *
     * @throws RunPayloadException if it is damaged, was written for another place, or with a key that is not known; says
     *     which of these as far as that can be told
     */
    byte[] decode(Place place, Payload stored);
}
