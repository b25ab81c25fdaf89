package dev.toolflow.testkit.picture;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A good picture as a file of a chosen length: filled up with noise that readers skip, in a private PNG chunk, JPEG comments or
 * an unknown WebP chunk. The noise is one block that is sent again and again, so that 50 MiB cost no memory. Immutable.
 */
public final class SizedPicture {

    private static final int BLOCK = 32 * 1024;

    private final List<byte[]> pieces;

    private SizedPicture(List<byte[]> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /**
     * Returns {@code picture} with {@code length} bytes; it stays as it is where there is no room for noise, less than 32 bytes.
     * A WebP has an even length: it gets one byte less.
     *
     * @param picture a PNG, JPEG or WebP made by {@link PictureFile}
     */
    public static SizedPicture of(byte[] picture, long length) {
        long missing = length - picture.length;
        if (missing < 32) {
            return new SizedPicture(List.of(picture));
        }
        return new SizedPicture(
                switch (picture[0] & 255) {
                    case 0x89 -> filled(picture, picture.length - 12, missing, SizedPicture::pngChunk);
                    case 0xff -> filled(picture, 2, missing, SizedPicture::jpegComment);
                    default -> webp(picture, missing & ~1L);
                });
    }

    /** Returns how many bytes there are. */
    public long length() {
        return pieces.stream().mapToLong(piece -> piece.length).sum();
    }

    /** Returns the bytes from the first. */
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(
                pieces.stream().map(ByteArrayInputStream::new).toList()));
    }

    private interface Filler {
        byte[] of(int length);
    }

    private static List<byte[]> filled(byte[] picture, int at, long missing, Filler filler) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(Arrays.copyOf(picture, at));
        pieces.addAll(blocks(missing, filler));
        pieces.add(Arrays.copyOfRange(picture, at, picture.length));
        return pieces;
    }

    /** Whole blocks, one and the same, and a last one that is never too short for its own frame. */
    private static List<byte[]> blocks(long missing, Filler filler) {
        int whole = (int) Math.max(0, missing / BLOCK - 1);
        List<byte[]> blocks = new ArrayList<>();
        if (whole > 0) {
            blocks.addAll(Collections.nCopies(whole, filler.of(BLOCK)));
        }
        blocks.add(filler.of((int) (missing - (long) whole * BLOCK)));
        return blocks;
    }

    private static byte[] pngChunk(int length) {
        return PngChunks.of("fiLl", noise(length - 12), length - 12);
    }

    private static byte[] jpegComment(int length) {
        return ByteBuffer.allocate(length)
                .putShort((short) 0xfffe)
                .putShort((short) (length - 2))
                .put(noise(length - 4))
                .array();
    }

    private static byte[] webpChunk(int length) {
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("FILL".getBytes(StandardCharsets.US_ASCII))
                .putInt(length - 8)
                .put(noise(length - 8))
                .array();
    }

    /** Only an extended file may have other chunks: VP8X comes first (RFC 9649, section 2.7). */
    private static List<byte[]> webp(byte[] picture, long missing) {
        int sides = ByteBuffer.wrap(picture).order(ByteOrder.LITTLE_ENDIAN).getInt(21);
        int width = sides & 0x3fff;
        int height = sides >>> 14 & 0x3fff;
        ByteBuffer head = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        head.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt((int) (picture.length + missing - 8));
        head.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(0x10);
        head.put(new byte[] {(byte) width, (byte) (width >> 8), 0, (byte) height, (byte) (height >> 8), 0});
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(head.array());
        pieces.add(Arrays.copyOfRange(picture, 12, picture.length));
        pieces.addAll(blocks(missing - 18, SizedPicture::webpChunk));
        return pieces;
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        new SplittableRandom(length).nextBytes(noise);
        return noise;
    }
}
