package dev.toolflow.run;

import dev.toolflow.tool.Secret;
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

    /**
     * In clear, with a checksum in front that finds damage and payloads in the wrong place. It keeps nobody out: who can write the
     * store can write a checksum too.
     */
    static PayloadCodec checked() {
        return CheckedCodec.ONLY;
    }

    /**
     * Encrypted with AES-256-GCM, each payload bound to its place. More keys to read with, and reading what was not encrypted, are
     * set on what is returned.
     *
     * <pre>{@code PayloadCodec.aesGcm("2026", Secret.of(System.getenv("TOOLFLOW_STORE_KEY")))}</pre>
     *
     * @param keyId tells the key from others: 1 to 64 letters, digits, {@code . _ -}; stored with each payload, in clear
     * @param key 32 bytes in Base64, as {@code openssl rand -base64 32} makes them; without it nothing can be read again
     * @throws IllegalArgumentException if it is another length; says nothing of the key itself
     */
    static AesGcmCodec aesGcm(String keyId, Secret key) {
        return AesGcmCodec.of(keyId, key);
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
