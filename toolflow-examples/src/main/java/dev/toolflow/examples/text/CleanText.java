package dev.toolflow.examples.text;

/**
 * Text as a user meant it: without control characters, characters that hide or reorder text, and halves of surrogate pairs.
 * Line breaks and tabs become spaces; U+200C and U+200D stay, which Persian and emoji are written with.
 */
public final class CleanText {
    private CleanText() {}

    /** Returns the text without them, and without white space around it. */
    public static String of(String written) {
        StringBuilder clean = new StringBuilder(written.length());
        written.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (isBreak(c)) {
                clean.append(' ');
            } else if (!isInvisible(c)) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString().strip();
    }

    /** Returns how many characters a reader counts: an emoji outside the basic plane is one. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == '\t' || c == '\u0085' || c == '\u2028' || c == '\u2029';
    }

    private static boolean isInvisible(int c) {
        if (c == 0x200C || c == 0x200D) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }
}
