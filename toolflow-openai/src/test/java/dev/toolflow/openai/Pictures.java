package dev.toolflow.openai;

import dev.toolflow.image.GeneratedImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small real pictures. */
final class Pictures {
    private Pictures() {}

    static byte[] png(int width, int height) {
        return encoded("png", width, height);
    }

    static byte[] jpeg(int width, int height) {
        return encoded("jpeg", width, height);
    }

    /** A PNG of one pixel with a comment of so many bytes, which no decoder looks at. */
    static byte[] pngOfBytes(int comment) {
        byte[] png = png(1, 1);
        byte[] chunk = new byte[comment + 12];
        byte[] type = "prVt".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer filled = ByteBuffer.wrap(chunk).putInt(comment).put(type);
        new Random(comment).ints(comment, 0, 256).forEach(octet -> filled.put((byte) octet));
        CRC32 crc = new CRC32();
        crc.update(chunk, 4, comment + 4);
        filled.putInt((int) crc.getValue());
        int end = png.length - 12;
        return ByteBuffer.allocate(png.length + chunk.length)
                .put(png, 0, end)
                .put(chunk)
                .put(png, end, 12)
                .array();
    }

    static GeneratedImage reference(byte[] png, int width, int height) {
        return new GeneratedImage(sha256(png), "image/png", width, height, png.length, null);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(String format, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
