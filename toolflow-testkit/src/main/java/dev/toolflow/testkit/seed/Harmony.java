package dev.toolflow.testkit.seed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Colours that go together: those that a text names as {@code #RRGGBB}, completed by shades and a contrasting accent of
 * its first hue; for a text that names none, the hue comes from its {@link Seed}. Immutable.
 */
public final class Harmony {

    private static final Pattern HEX = Pattern.compile("#[0-9A-Fa-f]{6}(?![0-9A-Fa-f])");

    private final List<Hsl> named;
    private final Hsl key;

    private Harmony(List<Hsl> named, Hsl key) {
        this.named = List.copyOf(named);
        this.key = key;
    }

    /** Returns the harmony of {@code text}. */
    public static Harmony of(String text) {
        List<Hsl> named = HEX.matcher(text)
                .results()
                .map(m -> Hsl.ofHex(m.group()))
                .distinct()
                .toList();
        Hsl hashed = new Hsl(360 * Seed.of(text).fraction(), 0.42, 0.36);
        Hsl key = named.stream().filter(c -> c.saturation() > 0.12).findFirst().orElse(hashed);
        return new Harmony(named, key);
    }

    /** Returns the colour the others are derived from. */
    public Hsl key() {
        return key;
    }

    /** Returns the colours that the text names, in its order; may be empty. */
    public List<Hsl> named() {
        return named;
    }

    /** Returns {@code count} pairwise distinct colours, derived from {@link #key()} alone: deep, pale, accent, middle, soft, … */
    public List<Hsl> derived(int count) {
        return distinct(List.of(), count);
    }

    /** Returns {@code count} pairwise distinct colours, the {@link #named()} ones first. */
    public List<Hsl> colours(int count) {
        return distinct(named, count);
    }

    private List<Hsl> distinct(List<Hsl> first, int count) {
        List<Hsl> colours = new ArrayList<>();
        Set<Integer> taken = new HashSet<>();
        for (Hsl colour : first) {
            if (colours.size() < count && taken.add(colour.rgb())) {
                colours.add(colour);
            }
        }
        for (int i = 0; colours.size() < count; i++) {
            Hsl colour = shade(i);
            if (taken.add(colour.rgb())) {
                colours.add(colour);
            }
        }
        return colours;
    }

    private Hsl shade(int i) {
        double sat = Math.max(0.22, Math.min(0.62, key.saturation()));
        int round = i / 6;
        double turn = round * 23;
        double lift = (round % 5) * 0.035;
        return switch (i % 6) {
            case 0 -> new Hsl(key.hue() + turn, sat * 0.85, 0.24 + lift);
            case 1 -> new Hsl(key.hue() + 38 + turn, 0.5, 0.88 - lift);
            case 2 -> new Hsl(key.hue() + 205 + turn, 0.55, 0.48 + lift);
            case 3 -> new Hsl(key.hue() + 14 + turn, sat * 0.7, 0.44 + lift);
            case 4 -> new Hsl(key.hue() + 28 + turn, 0.38, 0.68 - lift);
            default -> new Hsl(key.hue() - 30 + turn, 0.34, 0.56 + lift);
        };
    }
}
