package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.request.PictureType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture as the bytes of a file. Thread-safe. */
public final class PictureFile {

    private PictureFile() {}

    /**
     * Encodes {@code image}. WebP is written without loss, so {@code quality} counts for JPEG alone.
     *
     * @param quality 0–100
     */
    public static byte[] of(BufferedImage image, PictureType type, int quality) {
        return switch (type) {
            case PNG -> new PngFile(image).bytes();
            case JPEG -> jpeg(opaque(image), Math.max(0.05f, quality / 100f));
            case WEBP -> new WebpLossless(image).bytes();
        };
    }

    private static byte[] jpeg(BufferedImage image, float quality) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(quality);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded as JPEG", e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = copy.createGraphics();
        g.drawImage(image, 0, 0, Color.WHITE, null);
        g.dispose();
        return copy;
    }
}
