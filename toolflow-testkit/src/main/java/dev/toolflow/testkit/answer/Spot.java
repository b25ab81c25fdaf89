package dev.toolflow.testkit.answer;

import dev.toolflow.testkit.seed.Hsl;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where in the answer a value stands.
 *
 * @param path the property names from the root, as in the schema
 * @param index the place in the innermost array, −1 outside of arrays
 * @param depth how many objects and arrays are around it
 * @param nearby a colour that stands in the same object, or null
 */
record Spot(
        List<String> path, int index, int depth, @Nullable Hsl nearby) {

    Spot {
        path = List.copyOf(path);
    }

    static Spot root() {
        return new Spot(List.of(), -1, 0, null);
    }

    Spot property(String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return new Spot(longer, index, depth + 1, nearby);
    }

    Spot item(int place) {
        return new Spot(path, place, depth + 1, null);
    }

    Spot near(@Nullable Hsl colour) {
        return new Spot(path, index, depth, colour);
    }

    /** Returns whether the property's name, or its last word, is one of {@code words}. */
    boolean says(String... words) {
        List<String> parts = tokens();
        String whole = last();
        for (String word : words) {
            if (whole.equals(word)
                    || (!parts.isEmpty() && parts.get(parts.size() - 1).equals(word))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the lower-case words of all names on the path: {@code buttons.primaryHover} gives buttons, primary, hover. */
    List<String> tokens() {
        List<String> tokens = new ArrayList<>();
        for (String name : path) {
            for (String token : name.split("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", 0)) {
                tokens.add(token.toLowerCase(Locale.ROOT));
            }
        }
        return tokens;
    }

    private String last() {
        return path.isEmpty()
                ? ""
                : path.get(path.size() - 1).replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
