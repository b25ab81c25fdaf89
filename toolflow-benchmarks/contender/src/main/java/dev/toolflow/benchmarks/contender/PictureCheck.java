package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checks a received picture byte for byte. The server puts a chunk with a number behind the header of each, so that no two
 * are the same; without it the hash must be that of the picture the server has.
 */
final class PictureCheck {
    /** Signature and IHDR. */
    private static final int HEAD = 33;
    /** A chunk tEXt with 24 bytes of content. */
    private static final int MARK = 36;

    private static final int BLOCK = 64 * 1024;

    private PictureCheck() {}

    static void require(Path file, String sha256) throws IOException {
        MessageDigest digest = digest();
        try (InputStream in = Files.newInputStream(file)) {
            digest.update(in.readNBytes(HEAD));
            in.skipNBytes(MARK);
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                digest.update(block, 0, count);
            }
        }
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(sha256)) {
            throw new IllegalStateException("the picture in " + file + " is not the one that was sent");
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
