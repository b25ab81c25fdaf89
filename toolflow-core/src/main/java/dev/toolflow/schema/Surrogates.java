package dev.toolflow.schema;

/** Halves of surrogate pairs, which JSON can carry as escapes but UTF-8 cannot carry at all. */
final class Surrogates {
    private Surrogates() {}

    /** Returns JSON text in which each half stands as its escape; it can only stand inside a string. */
    static String escapeLone(String json) {
        int first = nextLone(json, 0);
        if (first < 0) {
            return json;
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        int from = 0;
        for (int at = first; at >= 0; at = nextLone(json, from)) {
            escaped.append(json, from, at).append(String.format("\\u%04x", (int) json.charAt(at)));
            from = at + 1;
        }
        return escaped.append(json, from, json.length()).toString();
    }

    private static int nextLone(String json, int from) {
        for (int at = from; at < json.length(); at++) {
            char character = json.charAt(at);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && at + 1 < json.length()
                        && Character.isLowSurrogate(json.charAt(at + 1));
                if (!pair) {
                    return at;
                }
                at++;
            }
        }
        return -1;
    }
}
