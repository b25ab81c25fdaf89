package dev.toolflow.catalog;

import java.util.List;

/** Lists of values as messages have them. */
final class Choice {
    private static final String WORD = "[A-Za-z0-9_.:-]{1,40}";

    private Choice() {}

    /** {@code low, medium or high}. */
    static String of(List<String> values) {
        int last = values.size() - 1;
        return last < 1
                ? String.join("", values)
                : String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }

    /** A value that was asked for; nothing where it is longer than a word, since it may be anything. */
    static String not(String value) {
        return value.matches(WORD) ? ", not " + value : "";
    }
}
