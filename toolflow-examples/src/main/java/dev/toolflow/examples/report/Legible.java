package dev.toolflow.examples.report;

/**
 * Text without characters that hide, reorder or end it: controls, format characters such as U+202E, and halves of surrogate
 * pairs show as U+FFFD. Line breaks and tabs stay, and so do U+200C and U+200D, which Persian and emoji are written with.
 */
final class Legible {
    private static final int REPLACEMENT = 0xFFFD;

    private Legible() {}

    static String text(String any) {
        StringBuilder text = new StringBuilder(any.length());
        any.replace("\r\n", "\n")
                .codePoints()
                .forEach(c -> text.appendCodePoint(stays(c) || !isInvisible(c) ? c : REPLACEMENT));
        return text.toString();
    }

    private static boolean stays(int c) {
        return c == '\n' || c == '\t' || c == 0x200C || c == 0x200D;
    }

    private static boolean isInvisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
