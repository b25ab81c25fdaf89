package dev.toolflow;

/** Makes text safe for one field of a log line. */
final class LogField {
    private static final int LONGEST = 512;

    private LogField() {}

    /** Escapes what could begin a line, colour a terminal or turn the reading direction; cuts at 512 characters. */
    static String clean(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), LONGEST));
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int character = text.codePointAt(i);
            int before = clean.length();
            if (isUnsafe(character)) {
                clean.append("\\u%04x".formatted(character));
            } else {
                clean.appendCodePoint(character);
            }
            if (clean.length() > LONGEST) {
                clean.setLength(before);
                break;
            }
        }
        return clean.toString();
    }

    private static boolean isUnsafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
