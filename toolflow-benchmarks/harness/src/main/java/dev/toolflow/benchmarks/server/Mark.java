package dev.toolflow.benchmarks.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * A chunk with a number that goes behind the header of each picture that is sent, so that no two are the same: a store that
 * knows a picture by its hash would else have nothing to do. Its length is a multiple of three, so that the base64 around it
 * stays as it is.
 */
final class Mark {
    /** How many characters of base64 stand for a PNG's signature and IHDR. */
    static final int AFTER = 44;
    /** How many characters of base64 it has. */
    static final int LENGTH = 48;

    private static final int CONTENT = 24;

    private Mark() {}

    static byte[] base64(long number) {
        byte[] content = String.format("tEXtComment\0%016x", number).getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer chunk =
                ByteBuffer.allocate(CONTENT + 12).putInt(CONTENT).put(content).putInt((int) crc.getValue());
        return Base64.getEncoder().encode(chunk.array());
    }
}
