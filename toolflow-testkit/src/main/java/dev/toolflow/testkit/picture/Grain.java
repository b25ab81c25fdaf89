package dev.toolflow.testkit.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The fine noise of paper: a few steps lighter or darker per pixel, transparent pixels left alone. */
final class Grain {

    private Grain() {}

    static void over(BufferedImage image, long seed) {
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        long state = seed | 1;
        for (int i = 0; i < pixels.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            int shift = (int) (state >>> 61) + (int) (state >>> 58 & 7) - 7;
            int pixel = pixels[i];
            if (pixel >>> 24 == 255) {
                pixels[i] = 0xff000000
                        | moved(pixel >> 16, shift) << 16
                        | moved(pixel >> 8, shift) << 8
                        | moved(pixel, shift);
            }
        }
    }

    private static int moved(int channel, int shift) {
        return Math.max(0, Math.min(255, (channel & 255) + (shift >> 1)));
    }
}
