package dev.toolflow.pictures;

import java.awt.color.CMMException;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.color.ProfileDataException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** An ICC profile of a PNG, which Java's reader does not apply. */
final class ColourProfile {
    /** Profiles for print have about 2 MiB; a deflated one may claim any length. */
    private static final int MAX_BYTES = 4 << 20;

    private final ColorModel model;

    private ColourProfile(ICC_Profile profile) {
        this.model = new DirectColorModel(
                new ICC_ColorSpace(profile), 32, 0xff0000, 0xff00, 0xff, 0xff000000, false, DataBuffer.TYPE_INT);
    }

    /** Empty if it is damaged, too long or not for RGB: then it is not applied, as in browsers. */
    static Optional<ColourProfile> inflated(ByteArrayInputStream deflated) {
        try (InflaterInputStream in = new InflaterInputStream(deflated)) {
            byte[] profile = in.readNBytes(MAX_BYTES + 1);
            return profile.length > MAX_BYTES
                    ? Optional.empty()
                    : Optional.of(new ColourProfile(ICC_Profile.getInstance(profile)))
                            .filter(ColourProfile::isUsable);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** What is missing in a profile shows when a pixel is converted, and not before. */
    private boolean isUsable() {
        try {
            return toSrgb(new Pixels(1, 1)).width() == 1;
        } catch (CMMException | ProfileDataException | IllegalArgumentException e) {
            return false;
        }
    }

    Pixels toSrgb(Pixels pixels) {
        Pixels converted = new Pixels(pixels.width(), pixels.height());
        BufferedImage tagged = new BufferedImage(model, pixels.image().getRaster(), false, null);
        new ColorConvertOp(null).filter(tagged, converted.image());
        return converted;
    }
}
