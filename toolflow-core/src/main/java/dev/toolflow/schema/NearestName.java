package dev.toolflow.schema;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses which name was meant, by the fewest letters to change; a name too far off is no guess. */
final class NearestName {
    private NearestName() {}

    static Optional<String> of(String wrong, Collection<String> known) {
        int farthest = Math.max(1, Math.min(wrong.length(), 80) / 3);
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= farthest)
                .filter(name -> distance(wrong, name) <= farthest)
                .min(Comparator.comparingInt((String name) -> distance(wrong, name))
                        .thenComparing(name -> name));
    }

    private static int distance(String one, String other) {
        String left = one.toLowerCase(Locale.ROOT);
        String right = other.toLowerCase(Locale.ROOT);
        int[] above = new int[right.length() + 1];
        for (int column = 0; column < above.length; column++) {
            above[column] = column;
        }
        for (int row = 1; row <= left.length(); row++) {
            int[] here = new int[above.length];
            here[0] = row;
            for (int column = 1; column < above.length; column++) {
                int replaced = above[column - 1] + (left.charAt(row - 1) == right.charAt(column - 1) ? 0 : 1);
                here[column] = Math.min(replaced, 1 + Math.min(above[column], here[column - 1]));
            }
            above = here;
        }
        return above[right.length()];
    }
}
