package dev.toolflow.testkit.picture;

import dev.toolflow.testkit.seed.Harmony;
import dev.toolflow.testkit.seed.Hsl;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;

/** The colours of one picture by their job: paper to draw on, ink for the front, an accent for the eye, and all of them. */
record Tones(Color paper, Color ink, Color accent, List<Color> all) {

    Tones {
        all = List.copyOf(all);
    }

    static Tones of(String prompt) {
        Harmony harmony = Harmony.of(prompt);
        List<Hsl> colours =
                harmony.colours(harmony.named().size() < 3 ? 5 : harmony.named().size());
        List<Hsl> leading = colours.subList(0, Math.max(3, harmony.named().size()));
        Hsl palest =
                leading.stream().max(Comparator.comparingDouble(Hsl::lightness)).orElseThrow();
        Hsl deepest =
                leading.stream().min(Comparator.comparingDouble(Hsl::lightness)).orElseThrow();
        Hsl loudest = leading.stream()
                .filter(c -> !c.equals(deepest) && (!c.equals(palest) || c.lightness() < 0.7))
                .max(Comparator.comparingDouble(Hsl::saturation))
                .orElse(harmony.key().turned(180));
        Hsl paper =
                palest.lightness() < 0.7 ? palest.light(0.88).saturated(Math.min(0.4, palest.saturation())) : palest;
        Hsl ink = deepest.lightness() > 0.4 ? deepest.light(0.24) : deepest;
        return new Tones(
                color(paper),
                color(ink),
                color(loudest),
                colours.stream().map(Tones::color).toList());
    }

    static Color color(Hsl hsl) {
        return new Color(hsl.rgb());
    }

    /** Returns the colour {@code share} of the way from {@code a} (0) to {@code b} (1). */
    static Color mix(Color a, Color b, double share) {
        return new Color(
                (int) Math.round(a.getRed() + (b.getRed() - a.getRed()) * share),
                (int) Math.round(a.getGreen() + (b.getGreen() - a.getGreen()) * share),
                (int) Math.round(a.getBlue() + (b.getBlue() - a.getBlue()) * share));
    }

    static Color faded(Color color, int alpha) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
    }
}
