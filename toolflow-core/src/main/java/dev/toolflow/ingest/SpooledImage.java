package dev.toolflow.ingest;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that was received whole but not yet looked at: it may be anything. Immutable; the file goes when its
 * {@link ImageSpool} is closed.
 *
 * @param sha256 SHA-256 of the bytes, 64 lowercase hexadecimal digits
 * @param sizeBytes length in bytes, 0 if nothing came
 * @param file where the bytes lie
 */
public record SpooledImage(String sha256, long sizeBytes, Path file) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /** @throws IllegalArgumentException naming the component that is out of its bounds */
    public SpooledImage {
        if (!HEX.matcher(sha256).matches()) {
            throw new IllegalArgumentException("SpooledImage.sha256: must be 64 lowercase hexadecimal digits");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("SpooledImage.sizeBytes: must not be negative, is " + sizeBytes);
        }
    }
}
