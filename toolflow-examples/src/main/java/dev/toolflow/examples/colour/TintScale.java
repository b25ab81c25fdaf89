package dev.toolflow.examples.colour;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Ten tints of one colour at even steps of perceived lightness, from 50 (palest) to 900 (darkest). */
public final class TintScale {
    private static final SortedMap<Integer, Double> LIGHTNESS = new TreeMap<>();

    static {
        double[] steps = {0.975, 0.94, 0.88, 0.80, 0.71, 0.62, 0.53, 0.44, 0.35, 0.26};
        for (int i = 0; i < steps.length; i++) {
            LIGHTNESS.put(i == 0 ? 50 : i * 100, steps[i]);
        }
    }

    private TintScale() {}

    /**
     * Returns the tints of a colour. The hue stays; the ends have less chroma, as pale and dark colours do.
     *
     * @throws IllegalArgumentException if it is not {@code #RRGGBB}
     */
    public static SortedMap<Integer, Rgb> of(String hex) {
        Oklch base = Oklch.of(Rgb.of(hex));
        SortedMap<Integer, Rgb> tints = new TreeMap<>();
        LIGHTNESS.forEach((step, lightness) -> {
            double fade = 1 - 0.75 * Math.pow(Math.abs(lightness - 0.6) / 0.4, 2);
            tints.put(
                    step,
                    base.atLightness(lightness).atChroma(base.chroma() * fade).toRgb());
        });
        return Collections.unmodifiableSortedMap(tints);
    }
}
