package dev.toolflow.testkit.picture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** A PNG written chunk by chunk (PNG specification, third edition, section 5). Used by one thread. */
final class PngChunks {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ByteArrayOutputStream out;

    PngChunks(int expectedBytes) {
        out = new ByteArrayOutputStream(expectedBytes);
        out.writeBytes(SIGNATURE);
    }

    /** Adds the header of a picture with 8 bits a channel; {@code colourType} 2 is RGB, 6 is RGB with alpha. */
    PngChunks header(int width, int height, int colourType) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 8)
                .put((byte) colourType)
                .array();
        return chunk("IHDR", header, header.length);
    }

    PngChunks chunk(String type, byte[] content) {
        return chunk(type, content, content.length);
    }

    PngChunks chunk(String type, byte[] content, int length) {
        out.writeBytes(of(type, content, length));
        return this;
    }

    byte[] end() {
        chunk("IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Returns one chunk with its length and CRC. */
    static byte[] of(String type, byte[] content, int length) {
        CRC32 crc = new CRC32();
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        crc.update(name);
        crc.update(content, 0, length);
        return ByteBuffer.allocate(12 + length)
                .putInt(length)
                .put(name)
                .put(content, 0, length)
                .putInt((int) crc.getValue())
                .array();
    }
}
