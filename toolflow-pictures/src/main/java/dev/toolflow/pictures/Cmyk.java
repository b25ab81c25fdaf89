package dev.toolflow.pictures;

import java.awt.image.Raster;

/**
 * Shows the colours of print on a screen, without a profile: what browsers do, near enough for a preview. JPEGs keep
 * CMYK inverted, as Adobe began to (Adobe Technical Note 5116).
 */
final class Cmyk {

    private Cmyk() {}

    static Pixels ofCmyk(Raster raster) {
        return pixels(raster, Cmyk::cmyk);
    }

    static Pixels ofYcck(Raster raster) {
        return pixels(raster, Cmyk::ycck);
    }

    private interface Conversion {
        int argb(int[] row, int at);
    }

    private static Pixels pixels(Raster raster, Conversion conversion) {
        Pixels pixels = new Pixels(raster.getWidth(), raster.getHeight());
        int[] row = new int[4 * raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++) {
                pixels.set(x, y, conversion.argb(row, 4 * x));
            }
        }
        return pixels;
    }

    private static int cmyk(int[] row, int at) {
        return argb(row[at], row[at + 1], row[at + 2], row[at + 3]);
    }

    private static int ycck(int[] row, int at) {
        double light = row[at];
        double blue = row[at + 1] - 128;
        double red = row[at + 2] - 128;
        return argb(
                255 - level(light + 1.402 * red),
                255 - level(light - 0.344136 * blue - 0.714136 * red),
                255 - level(light + 1.772 * blue),
                row[at + 3]);
    }

    private static int argb(int cyan, int magenta, int yellow, int key) {
        return (0xff << 24) | ((cyan * key / 255) << 16) | ((magenta * key / 255) << 8) | (yellow * key / 255);
    }

    private static int level(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
