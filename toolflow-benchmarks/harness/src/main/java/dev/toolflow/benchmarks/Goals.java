package dev.toolflow.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was to be reached and what was: the table that a report begins with. Not thread-safe. */
final class Goals {
    private static final int SET_FOR_JDK = 25;
    private static final double THREE_DIGITS = 100;
    private static final double TWO_DIGITS = 10;

    private final List<String> rows = new ArrayList<>();

    /**
     * Adds one that is met by small results.
     *
     * @param unit that stands behind the limit; a ratio's names what it is a ratio to
     * @param result NaN where it was not measured
     */
    void atMost(String what, double limit, String unit, double result) {
        add(what + " ≤ " + limit(limit) + " " + unit, number(result), verdict(result, result <= limit));
    }

    /** Adds one that is met by large results; the rest is as in {@link #atMost}. */
    void atLeast(String what, double limit, String unit, double result) {
        add(what + " ≥ " + limit(limit) + " " + unit, number(result), verdict(result, result >= limit));
    }

    /** Adds one that is met or is not. */
    void holds(String what, String result, boolean met) {
        add(what, result, met ? "met" : "missed");
    }

    private void add(String goal, String result, String verdict) {
        rows.add("| " + goal.strip() + " | " + result + " | " + verdict + " |\n");
    }

    /** The table below a title of its own; nothing where there are no goals. */
    String markdown() {
        if (rows.isEmpty()) {
            return "";
        }
        String said = Runtime.version().feature() == SET_FOR_JDK
                ? ""
                : "They are set for JDK " + SET_FOR_JDK + " and told here beside what another JDK reaches.\n\n";
        return "\n## Goals\n\n" + said + "| goal | result | |\n|---|---:|---|\n" + String.join("", rows);
    }

    private static String verdict(double result, boolean met) {
        return Double.isNaN(result) ? "not measured" : met ? "met" : "missed";
    }

    private static String limit(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf(value);
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        String format = value >= THREE_DIGITS ? "%,.0f" : value >= TWO_DIGITS ? "%.1f" : value >= 0.1 ? "%.2f" : "%.4f";
        return String.format(Locale.ROOT, format, value);
    }
}
