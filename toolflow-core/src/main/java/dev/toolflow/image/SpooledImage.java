package dev.toolflow.image;

import java.nio.file.Path;

/**
 * A file that was received whole but not yet looked at: it may be anything. Immutable; the file goes when its
 * {@link ImageSpool} is closed.
 *
 * @param sha256 SHA-256 of the bytes, 64 lowercase hexadecimal digits
 * @param sizeBytes length in bytes, 0 if nothing came
 * @param file where the bytes lie
 */
public record SpooledImage(String sha256, long sizeBytes, Path file) {

    /** @throws IllegalArgumentException naming the component that is out of its bounds */
    public SpooledImage {
        if (!Sha256.isHex(sha256)) {
            throw new IllegalArgumentException("SpooledImage.sha256: must be 64 lowercase hexadecimal digits");
        }
        if (sizeBytes < 0) {
            throw new IllegalArgumentException("SpooledImage.sizeBytes: must not be negative, is " + sizeBytes);
        }
    }
}
