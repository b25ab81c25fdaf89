package dev.toolflow.store;

import dev.toolflow.image.GeneratedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A running SHA-256 and its length. Not thread-safe. */
final class Sha256 {
    /** Small, since it is allocated anew for each picture. */
    private static final int BLOCK = 4 * 1024;

    private final MessageDigest digest;
    private long length;

    Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    void update(byte[] bytes, int offset, int count) {
        digest.update(bytes, offset, count);
        length += count;
    }

    /** Copies all of {@code from}, hashing what passes. */
    void copy(InputStream from, OutputStream to) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int count = from.read(block); count >= 0; count = from.read(block)) {
            update(block, 0, count);
            to.write(block, 0, count);
        }
    }

    long length() {
        return length;
    }

    /** Ends the digest: call it once. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Ends the digest.
     *
     * @throws ImageStoreException unless the bytes of {@code content} were those of {@code image}
     */
    void requireOf(GeneratedImage image, Path content) {
        if (!isOf(image)) {
            throw new ImageStoreException("image " + image.fileName() + ": the " + length + " bytes in " + content
                    + " are not those of its hash and length; store the file it was made from");
        }
    }

    /** Ends the digest: whether these were the bytes of {@code image}. */
    boolean isOf(GeneratedImage image) {
        return length == image.sizeBytes() && hex().equals(image.sha256());
    }
}
