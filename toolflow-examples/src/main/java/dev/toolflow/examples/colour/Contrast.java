package dev.toolflow.examples.colour;

import java.util.List;
import java.util.Locale;

/** What contrast ratios mean, by <a href="https://www.w3.org/TR/WCAG22/#contrast-minimum">WCAG 2.2, 1.4.3 and 1.4.11</a>. */
public final class Contrast {
    /** The least ratio of text on its background, level AA. */
    public static final double AA_TEXT = 4.5;

    /** The least ratio of text, level AAA. */
    public static final double AAA_TEXT = 7;

    /** The least ratio of large text, of icons and of the edges of controls, level AA. */
    public static final double AA_SHAPES = 3;

    private Contrast() {}

    /** The best ratio of any pair of these colours; 1 when there are fewer than two. */
    public static double best(List<Rgb> colours) {
        double best = 1;
        for (Rgb one : colours) {
            for (Rgb other : colours) {
                best = Math.max(best, one.contrast(other));
            }
        }
        return best;
    }

    /** Returns a ratio as people write it, never rounded up: {@code 4.5:1}. */
    public static String written(double ratio) {
        double floored = Math.floor(ratio * 10) / 10;
        return (floored == Math.rint(floored)
                        ? String.valueOf((long) floored)
                        : String.format(Locale.ROOT, "%.1f", floored))
                + ":1";
    }

    /** Returns what a ratio is good for: {@code AAA}, {@code AA}, {@code large} or {@code low}. */
    public static String grade(double ratio) {
        if (ratio >= AAA_TEXT) {
            return "AAA";
        }
        if (ratio >= AA_TEXT) {
            return "AA";
        }
        return ratio >= AA_SHAPES ? "large" : "low";
    }
}
