package dev.toolflow.examples.report;

import dev.toolflow.examples.colour.Contrast;
import dev.toolflow.examples.colour.Rgb;
import java.util.Optional;

/**
 * A colour to be shown. Only {@link Rgb} ever reaches a style attribute, never the text of a model. Immutable.
 *
 * @param label what it is called
 * @param colour the colour
 */
public record Swatch(String label, Rgb colour) {
    private static final Rgb BLACK = new Rgb(16, 16, 16);
    private static final Rgb WHITE = new Rgb(255, 255, 255);

    /** A swatch of {@code #RRGGBB}; empty for any other text. */
    public static Optional<Swatch> of(String label, String hex) {
        return Rgb.parse(hex).map(colour -> new Swatch(label, colour));
    }

    /** {@code #RRGGBB}. */
    public String hex() {
        return colour.hex();
    }

    /** Black or white, whichever reads better on it. */
    public String ink() {
        return colour.contrast(BLACK) >= colour.contrast(WHITE) ? BLACK.hex() : WHITE.hex();
    }

    /** The contrast with that ink. */
    public String inkContrast() {
        return Contrast.written(Math.max(colour.contrast(BLACK), colour.contrast(WHITE)));
    }
}
