package dev.toolflow.examples.colour;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A colour of the sRGB space, 8 bits each. Immutable.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Rgb(int red, int green, int blue) {
    private static final Pattern HEX = Pattern.compile("#[0-9A-Fa-f]{6}");

    /** Checks the bounds. */
    public Rgb {
        if (red < 0 || red > 255 || green < 0 || green > 255 || blue < 0 || blue > 255) {
            throw new IllegalArgumentException("Rgb: each part must be from 0 to 255");
        }
    }

    /** Reads {@code #RRGGBB}; empty for anything else, which is how model output is kept out of style sheets. */
    public static Optional<Rgb> parse(String hex) {
        if (!HEX.matcher(hex).matches()) {
            return Optional.empty();
        }
        int bits = Integer.parseInt(hex, 1, 7, 16);
        return Optional.of(new Rgb(bits >> 16, bits >> 8 & 0xFF, bits & 0xFF));
    }

    /**
     * Reads {@code #RRGGBB}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static Rgb of(String hex) {
        return parse(hex).orElseThrow(() -> new IllegalArgumentException("a colour must look like #1A2B3C"));
    }

    /** Returns {@code #RRGGBB} in capitals. */
    public String hex() {
        return "#%02X%02X%02X".formatted(red, green, blue);
    }

    /** Relative luminance, 0 (black) to 1 (white), by <a href="https://www.w3.org/TR/WCAG22/#dfn-relative-luminance">WCAG 2.2</a>. */
    public double luminance() {
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    }

    /** Contrast ratio with another colour, 1 to 21, by <a href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2</a>. */
    public double contrast(Rgb other) {
        double mine = luminance() + 0.05;
        double theirs = other.luminance() + 0.05;
        return Math.max(mine, theirs) / Math.min(mine, theirs);
    }

    /**
     * Returns the colour of these that reads best on this one.
     *
     * @throws java.util.NoSuchElementException if there is none
     */
    public Rgb mostReadable(Collection<Rgb> candidates) {
        return candidates.stream()
                .max(Comparator.comparingDouble(this::contrast))
                .orElseThrow();
    }

    /** One part as light, 0 to 1, without sRGB's gamma. */
    static double linear(int part) {
        double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
