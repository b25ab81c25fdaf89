package dev.toolflow.examples.avatars;

import dev.toolflow.examples.text.CleanText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Someone who does not exist. Immutable.
 *
 * @param name what they are called, at most 100 characters
 * @param bio who they are, at most 4,000 characters
 * @param gender as they would say it, or null
 */
public record Persona(String name, String bio, @Nullable String gender) {
    private static final int LONGEST_BIO = 4_000;
    private static final int LONGEST_NAME = 100;

    /**
     * A persona as it stands in a file, where anything may be missing.
     *
     * @param name as written
     * @param bio as written
     * @param gender as written
     */
    public record Written(
            @Nullable String name,
            @Nullable String bio,
            @Nullable String gender) {

        /** The persona; one without any text where a list has a null. */
        public static Written orNobody(@Nullable Written persona) {
            return persona == null ? new Written(null, null, null) : persona;
        }

        /** The persona, its texts without control characters. Only for one that {@link Persona#problems} has nothing against. */
        public Persona cleaned() {
            String cleanGender = clean(gender);
            return new Persona(clean(name), clean(bio), cleanGender.isEmpty() ? null : cleanGender);
        }
    }

    /** Says what is wrong with each persona of a list, naming it; empty when nothing is. */
    public static List<String> problems(List<Written> personas) {
        List<String> problems = new ArrayList<>();
        if (personas.isEmpty()) {
            problems.add("no persona in it: write [{\"name\": …, \"bio\": …, \"gender\": …}]");
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < personas.size(); i++) {
            Written persona = personas.get(i);
            if (persona.equals(Written.orNobody(null))) {
                problems.add("persona " + (i + 1) + ": is empty, say name and bio or take it out");
                continue;
            }
            String name = clean(persona.name());
            String where = "persona " + (i + 1) + (name.isEmpty() ? ": " : " '" + shortened(name) + "': ");
            ofText("name", name, LONGEST_NAME).forEach(problem -> problems.add(where + problem));
            ofText("bio", clean(persona.bio()), LONGEST_BIO).forEach(problem -> problems.add(where + problem));
            tooLong("gender", clean(persona.gender()), LONGEST_NAME).forEach(problem -> problems.add(where + problem));
            Integer other = name.isEmpty() ? null : first.putIfAbsent(name, i);
            if (other != null) {
                problems.add(where + "has the name of persona " + (other + 1) + ", give it one of its own");
            }
        }
        return problems;
    }

    private static List<String> ofText(String field, String text, int most) {
        return text.isEmpty() ? List.of(field + " is empty, say something in it") : tooLong(field, text, most);
    }

    private static List<String> tooLong(String field, String text, int most) {
        int length = CleanText.length(text);
        return length <= most
                ? List.of()
                : List.of("%s has %,d characters, shorten it to %,d".formatted(field, length, most));
    }

    private static String shortened(String name) {
        return CleanText.length(name) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }

    private static String clean(@Nullable String text) {
        return text == null ? "" : CleanText.of(text);
    }

    /** Without the biography. */
    @Override
    public String toString() {
        return "Persona[" + name + "]";
    }
}
