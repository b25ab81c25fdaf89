package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.request.PictureType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.zip.DeflaterOutputStream;

/**
 * Bytes that an application should refuse where it expects a picture, without decoding them. All are small; their checksums are
 * right unless the name says otherwise.
 */
public enum HostilePicture {
    /** A PNG whose header says 16,000 × 16,000 pixels. */
    PNG_16000_SQUARE(() -> png(16_000, 16_000)),
    /** A PNG of no width. */
    PNG_NO_WIDTH(() -> png(0, 64)),
    /** A PNG of a width that is negative as a signed number. */
    PNG_NEGATIVE_WIDTH(() -> png(-64, 64)),
    /** A PNG as wide as the format allows: 2³¹−1 pixels. */
    PNG_LARGEST_WIDTH(() -> png(Integer.MAX_VALUE, 1)),
    /** A whole PNG that is animated: two frames. */
    PNG_ANIMATED(HostilePicture::apng),
    /** A good PNG with bytes behind its end. */
    PNG_WITH_TAIL(() -> joined(good(PictureType.PNG), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))),
    /** The first half of a good PNG. */
    PNG_TRUNCATED(() -> half(good(PictureType.PNG))),
    /** A PNG one of whose checksums is wrong. */
    PNG_BAD_CRC(HostilePicture::badCrc),
    /** A PNG without pixels: header and end. */
    PNG_WITHOUT_PIXELS(() -> new PngChunks(64).header(64, 64, 2).end()),
    /** A good JPEG, where the reply says another format. */
    JPEG_UNANNOUNCED(() -> good(PictureType.JPEG)),
    /** The first half of a good JPEG. */
    JPEG_TRUNCATED(() -> half(good(PictureType.JPEG))),
    /** The first half of a good WebP. */
    WEBP_TRUNCATED(() -> half(good(PictureType.WEBP))),
    /** A whole GIF of 35 bytes. */
    GIF(() -> hex("47494638396101000100800000000000ffffff2c00000000010001000002024401003b")),
    /** A web page. */
    HTML(() -> "<!doctype html><html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8)),
    /** A drawing with a script. */
    SVG(() -> "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"
            .getBytes(StandardCharsets.UTF_8)),
    /** The header of a BMP. */
    BMP(() -> Arrays.copyOf("BM".getBytes(StandardCharsets.US_ASCII), 64)),
    /** The header of a TIFF. */
    TIFF(() -> Arrays.copyOf(new byte[] {'I', 'I', 42, 0, 8}, 64)),
    /** No byte at all. */
    EMPTY(() -> new byte[0]);

    @SuppressWarnings("ImmutableEnumChecker") // the suppliers hold nothing
    private final Supplier<byte[]> bytes;

    HostilePicture(Supplier<byte[]> bytes) {
        this.bytes = bytes;
    }

    /** Returns the bytes, a fresh copy. */
    public byte[] bytes() {
        return bytes.get();
    }

    private static byte[] good(PictureType type) {
        return PictureFile.of(Poster.draw(new PictureWish("a hostile picture", 96, 64, 0, false)), type, 90);
    }

    private static byte[] png(int width, int height) {
        return new PngChunks(256)
                .header(width, height, 2)
                .chunk("IDAT", deflated(64))
                .end();
    }

    private static byte[] apng() {
        byte[] frame = ByteBuffer.allocate(26).putInt(4, 1).putInt(8, 1).array();
        byte[] second = ByteBuffer.allocate(26).putInt(1).putInt(1).putInt(1).array();
        byte[] data = joined(new byte[] {0, 0, 0, 2}, deflated(4));
        return new PngChunks(256)
                .header(1, 1, 2)
                .chunk("acTL", ByteBuffer.allocate(8).putInt(2).array())
                .chunk("fcTL", frame)
                .chunk("IDAT", deflated(4))
                .chunk("fcTL", second)
                .chunk("fdAT", data)
                .end();
    }

    private static byte[] badCrc() {
        byte[] png = good(PictureType.PNG);
        png[29] ^= 1; // IHDR's checksum is bytes 29 to 32
        return png;
    }

    private static byte[] deflated(int zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(new byte[zeros]);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory could not be compressed", e);
        }
        return out.toByteArray();
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
