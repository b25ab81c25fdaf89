package dev.toolflow.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Real pictures, and the pieces of forged ones. */
public final class Pictures {
    static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    /** One pixel each, as encoded by libwebp. */
    static final byte[] WEBP_LOSSY = decode("UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA");

    static final byte[] WEBP_LOSSLESS = decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    static final byte[] WEBP_EXTENDED =
            decode("UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAA"
                    + "ABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA==");
    static final byte[] WEBP_ANIMATED =
            decode("UklGRlIAAABXRUJQVlA4WAoAAAASAAAAAAAAAAAAQU5JTQYAAAD/////AABBTk1GJgAAAAAAAAAA"
                    + "AAAAAAAAAGQAAABWUDhMDQAAAC8AAAAQBxAREYiI/gcA");
    static final byte[] GIF = decode("R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=");

    private Pictures() {}

    public static byte[] png(int width, int height) {
        return draw(width, height, "png");
    }

    public static byte[] jpeg(int width, int height) {
        return draw(width, height, "jpg");
    }

    private static byte[] draw(int width, int height, String format) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, Color.ORANGE, width, height, Color.BLUE));
        pen.fillRect(0, 0, width, height);
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static byte[] ihdr(int width, int height) {
        return pngChunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array());
    }

    public static byte[] pngChunk(String type, byte[] content) {
        byte[] name = type.getBytes(ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(12 + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }

    /** A PNG whose only true part is its header. */
    public static byte[] pngThatSays(int width, int height) {
        return join(PNG_SIGNATURE, ihdr(width, height), pngChunk("IDAT", new byte[10]), pngChunk("IEND", new byte[0]));
    }

    public static byte[] riff(byte[]... chunks) {
        byte[] content = join(chunks);
        return join(
                "RIFF".getBytes(ISO_8859_1), littleEndian(content.length + 4), "WEBP".getBytes(ISO_8859_1), content);
    }

    public static byte[] webpChunk(String type, byte[] content) {
        byte[] padding = new byte[content.length & 1];
        return join(type.getBytes(ISO_8859_1), littleEndian(content.length), content, padding);
    }

    public static byte[] vp8(int width, int height) {
        byte[] frame = {
            0x30, 1, 0, (byte) 0x9d, 1, 0x2a, (byte) width, (byte) (width >> 8), (byte) height, (byte) (height >> 8)
        };
        return webpChunk("VP8 ", frame);
    }

    public static byte[] vp8l(int width, int height) {
        return webpChunk("VP8L", join(new byte[] {0x2f}, littleEndian(width - 1 | height - 1 << 14), new byte[2]));
    }

    public static byte[] vp8x(int width, int height) {
        byte[] sides = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0x10)
                .putInt(width - 1)
                .put(7, (byte) (height - 1))
                .put(8, (byte) (height - 1 >> 8))
                .put(9, (byte) (height - 1 >> 16))
                .array();
        return webpChunk("VP8X", sides);
    }

    public static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    public static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    public static byte[] hex(String digits) {
        return java.util.HexFormat.ofDelimiter(" ").parseHex(digits);
    }

    public static byte[] first(byte[] bytes, int count) {
        return Arrays.copyOf(bytes, count);
    }

    public static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    public static SpooledImage spool(ImageSpool spool, byte[] bytes) {
        try (ImageSpool.Intake intake = spool.begin()) {
            intake.write(bytes, 0, bytes.length);
            return intake.finish();
        }
    }

    private static byte[] decode(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
