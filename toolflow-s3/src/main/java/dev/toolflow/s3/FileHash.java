package dev.toolflow.s3;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of a file that is about to be stored. */
final class FileHash {
    private FileHash() {}

    /** @throws ImageStoreException if the file cannot be read or is not this picture's */
    static byte[] verified(GeneratedImage image, Path content) {
        MessageDigest digest = sha256();
        long length;
        try (InputStream in = new DigestInputStream(Files.newInputStream(content), digest)) {
            length = in.transferTo(OutputStream.nullOutputStream());
        } catch (ClosedByInterruptException e) {
            throw new ImageStoreException(
                    "image " + image.fileName() + ": the thread was interrupted before it was stored; store it again",
                    e);
        } catch (IOException e) {
            throw new ImageStoreException(
                    "image " + image.fileName() + ": cannot read " + content + ": " + e + "; look at its permissions",
                    e);
        }
        byte[] hash = digest.digest();
        if (length != image.sizeBytes() || !HexFormat.of().formatHex(hash).equals(image.sha256())) {
            throw new ImageStoreException("image " + image.fileName() + ": the " + length + " bytes in " + content
                    + " are not those of its hash and length; store the file it was made from");
        }
        return hash;
    }

    /** The hash that a picture has by its record. */
    static byte[] of(GeneratedImage image) {
        return HexFormat.of().parseHex(image.sha256());
    }

    static String base64(byte[] hash) {
        return Base64.getEncoder().encodeToString(hash);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
