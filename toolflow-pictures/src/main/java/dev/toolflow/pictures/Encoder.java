package dev.toolflow.pictures;

import dev.toolflow.image.ImageFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes PNG and JPEG with ImageIO, into memory, whatever cache the application chose for the rest of the JVM. */
final class Encoder {
    static final float QUALITY = 0.9f;

    private Encoder() {}

    static EncodedPicture png(Pixels pixels) {
        BufferedImage image = pixels.isOpaque() ? onWhite(pixels) : pixels.image();
        ImageWriter writer = writer("png");
        return written(ImageFormat.PNG, image, writer, writer.getDefaultWriteParam());
    }

    static EncodedPicture jpeg(Pixels pixels, float quality) {
        ImageWriter writer = writer("jpeg");
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        return written(ImageFormat.JPEG, onWhite(pixels), writer, param);
    }

    private static EncodedPicture written(
            ImageFormat format, BufferedImage image, ImageWriter writer, ImageWriteParam param) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded in memory as " + format, e);
        } finally {
            writer.dispose();
        }
        return new EncodedPicture(format, image.getWidth(), image.getHeight(), bytes.toByteArray());
    }

    private static ImageWriter writer(String format) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        if (!writers.hasNext()) {
            throw new IllegalStateException("every Java platform writes " + format + ", here its plugin was removed");
        }
        return writers.next();
    }

    private static BufferedImage onWhite(Pixels pixels) {
        BufferedImage opaque = new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = opaque.createGraphics();
        pen.drawImage(pixels.image(), 0, 0, Color.WHITE, null);
        pen.dispose();
        return opaque;
    }
}
