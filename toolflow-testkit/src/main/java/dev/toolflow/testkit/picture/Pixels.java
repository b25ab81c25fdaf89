package dev.toolflow.testkit.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The pixels of a picture as 32-bit ARGB, row by row; those of the picture itself where it is of that kind. */
final class Pixels {

    private Pixels() {}

    static int[] of(BufferedImage image) {
        BufferedImage argb = image;
        if (image.getType() != BufferedImage.TYPE_INT_ARGB) {
            argb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
            Graphics2D g = argb.createGraphics();
            g.drawImage(image, 0, 0, null);
            g.dispose();
        }
        return ((DataBufferInt) argb.getRaster().getDataBuffer()).getData();
    }

    static boolean opaque(int[] pixels) {
        int all = -1;
        for (int pixel : pixels) {
            all &= pixel;
        }
        return all >>> 24 == 255;
    }
}
