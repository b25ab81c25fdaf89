package dev.toolflow.pictures;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** Pixels in memory, 8 bits a channel, sRGB and alpha, not premultiplied. Written only while they are made. */
final class Pixels {
    private final BufferedImage image;
    private final int[] argb;

    Pixels(int width, int height) {
        image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        argb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** A copy. */
    static Pixels of(BufferedImage source) {
        Pixels pixels = new Pixels(source.getWidth(), source.getHeight());
        Graphics2D pen = pixels.image.createGraphics();
        pen.setComposite(AlphaComposite.Src);
        pen.drawImage(source, 0, 0, null);
        pen.dispose();
        return pixels;
    }

    int width() {
        return image.getWidth();
    }

    int height() {
        return image.getHeight();
    }

    int at(int x, int y) {
        return argb[y * width() + x];
    }

    void set(int x, int y, int colour) {
        argb[y * width() + x] = colour;
    }

    int[] argb() {
        return argb;
    }

    /** For readers that leave it as it is. */
    BufferedImage image() {
        return image;
    }

    boolean isOpaque() {
        for (int colour : argb) {
            if (colour >>> 24 != 0xff) {
                return false;
            }
        }
        return true;
    }

    Pixels part(int left, int top, int width, int height) {
        Pixels part = new Pixels(width, height);
        for (int y = 0; y < height; y++) {
            System.arraycopy(argb, (top + y) * width() + left, part.argb, y * width, width);
        }
        return part;
    }
}
