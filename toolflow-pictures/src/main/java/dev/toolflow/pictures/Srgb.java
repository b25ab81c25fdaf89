package dev.toolflow.pictures;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Brings what readers return into one form. */
final class Srgb {

    private Srgb() {}

    static Pixels pixels(BufferedImage decoded) {
        ColorModel model = decoded.getColorModel();
        if (model instanceof IndexColorModel || model.getColorSpace().isCS_sRGB()) {
            return Pixels.of(decoded);
        }
        if (model.getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            return grey(decoded.getRaster());
        }
        Pixels converted = new Pixels(decoded.getWidth(), decoded.getHeight());
        new ColorConvertOp(null).filter(decoded, converted.image());
        return converted;
    }

    /** Java takes grey as linear light, files mean it as sRGB: its own conversion would make it too bright. */
    private static Pixels grey(Raster raster) {
        Pixels pixels = new Pixels(raster.getWidth(), raster.getHeight());
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < raster.getWidth(); x++) {
                int grey = sample(raster, x, y, 0);
                int opacity = raster.getNumBands() == 2 ? sample(raster, x, y, 1) : 0xff;
                pixels.set(x, y, opacity << 24 | grey << 16 | grey << 8 | grey);
            }
        }
        return pixels;
    }

    private static int sample(Raster raster, int x, int y, int band) {
        int most = (1 << raster.getSampleModel().getSampleSize(band)) - 1;
        return (raster.getSample(x, y, band) * 0xff + most / 2) / most;
    }
}
