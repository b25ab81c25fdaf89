package dev.toolflow.testkit.seed;

import java.util.Locale;

/**
 * A colour as a person thinks of it. Immutable.
 *
 * @param hue degrees on the colour wheel, brought into 0–360
 * @param saturation 0 (grey) to 1, clamped
 * @param lightness 0 (black) to 1 (white), clamped
 */
public record Hsl(double hue, double saturation, double lightness) {

    private static final String[] HUES = {
        "Ember",
        "Terracotta",
        "Amber",
        "Ochre",
        "Olive",
        "Moss",
        "Fern",
        "Pine",
        "Jade",
        "Teal",
        "Lagoon",
        "Sky",
        "Denim",
        "Indigo",
        "Iris",
        "Violet",
        "Plum",
        "Orchid",
        "Rose",
        "Brick"
    };

    public Hsl {
        hue = ((hue % 360) + 360) % 360;
        saturation = Math.max(0, Math.min(1, saturation));
        lightness = Math.max(0, Math.min(1, lightness));
    }

    /** Returns the colour of {@code #RRGGBB}; the first seven characters count. */
    public static Hsl ofHex(String hex) {
        int rgb = Integer.parseInt(hex.substring(1, 7), 16);
        double r = (rgb >> 16 & 255) / 255.0;
        double g = (rgb >> 8 & 255) / 255.0;
        double b = (rgb & 255) / 255.0;
        double max = Math.max(r, Math.max(g, b));
        double min = Math.min(r, Math.min(g, b));
        double light = (max + min) / 2;
        double span = max - min;
        if (span == 0) {
            return new Hsl(0, 0, light);
        }
        double sector = max == r ? (g - b) / span : max == g ? 2 + (b - r) / span : 4 + (r - g) / span;
        return new Hsl(sector * 60, span / (1 - Math.abs(2 * light - 1)), light);
    }

    /** Returns this colour as 24 bits, red highest. */
    public int rgb() {
        return channel(0) << 16 | channel(8) << 8 | channel(4);
    }

    /** Returns this colour as {@code #RRGGBB}, upper case. */
    public String hex() {
        return String.format(Locale.ROOT, "#%06X", rgb());
    }

    /** Returns this hue and saturation at another lightness. */
    public Hsl light(double newLightness) {
        return new Hsl(hue, saturation, newLightness);
    }

    /** Returns this colour with another saturation. */
    public Hsl saturated(double newSaturation) {
        return new Hsl(hue, newSaturation, lightness);
    }

    /** Returns this colour further round the wheel. */
    public Hsl turned(double degrees) {
        return new Hsl(hue + degrees, saturation, lightness);
    }

    /** Returns a name that a paint shop might give, {@code Deep Moss} for example. */
    public String poeticName() {
        String depth = lightness < 0.3 ? "Deep " : lightness > 0.8 ? "Pale " : lightness > 0.62 ? "Soft " : "";
        if (saturation < 0.1) {
            return depth + (lightness < 0.3 ? "Slate" : lightness > 0.8 ? "Linen" : "Stone");
        }
        return depth + HUES[(int) (hue / 360 * HUES.length) % HUES.length];
    }

    private int channel(int n) {
        double k = (n + hue / 30) % 12;
        double chroma = saturation * Math.min(lightness, 1 - lightness);
        return (int) Math.round(255 * (lightness - chroma * Math.max(-1, Math.min(Math.min(k - 3, 9 - k), 1))));
    }
}
