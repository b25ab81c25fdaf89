package dev.toolflow.examples;

/**
 * A line of what was made, for the terminal.
 *
 * @param label a word
 * @param text what there is to say
 */
record Highlight(String label, String text) {
    private static final int MOST = 160;

    /** The line. */
    String line() {
        return "  %-9s %s".formatted(label, shortText());
    }

    /** The text, cut at 160 characters: a terminal is no place for more. */
    String shortText() {
        return text.codePointCount(0, text.length()) <= MOST
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST - 1)) + "…";
    }
}
