package dev.toolflow.pictures;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageLimits;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;

/** Pictures drawn in code, and pieces of files. */
final class Drawn {

    private Drawn() {}

    /** Every pixel of its own colour, opaque. */
    static BufferedImage noise(int width, int height, long seed) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0xff000000 | random.nextInt());
            }
        }
        return image;
    }

    static BufferedImage plain(int width, int height, int argb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb);
            }
        }
        return image;
    }

    /** Four quarters: red, green, blue, white; smooth enough for JPEG. */
    static BufferedImage quarters(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        Color[] colours = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int i = 0; i < 4; i++) {
            pen.setColor(colours[i]);
            pen.fillRect(i % 2 * width / 2, i / 2 * height / 2, width, height);
        }
        pen.dispose();
        return image;
    }

    static BufferedImage framed(BufferedImage image, int argb, Frame frame) {
        BufferedImage framed =
                plain(frame.left + image.getWidth() + frame.right, frame.top + image.getHeight() + frame.bottom, argb);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                framed.setRGB(frame.left + x, frame.top + y, image.getRGB(x, y));
            }
        }
        return framed;
    }

    record Frame(int left, int top, int right, int bottom) {}

    static byte[] png(BufferedImage image) {
        return Picture.of(image).encode(ImageFormat.PNG).bytes();
    }

    static byte[] jpeg(BufferedImage image) {
        return Picture.of(image).encode(ImageFormat.JPEG).bytes();
    }

    static EncodedPicture file(byte[] bytes) throws IOException {
        return EncodedPicture.read(new ByteArrayInputStream(bytes), ImageLimits.standard());
    }

    static Picture decoded(byte[] bytes) throws IOException {
        return file(bytes).decode();
    }

    /** The first bytes, then the piece, then the rest. */
    static byte[] insert(byte[] bytes, int at, byte[] piece) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(bytes, 0, at);
        all.writeBytes(piece);
        all.write(bytes, at, bytes.length - at);
        return all.toByteArray();
    }
}
