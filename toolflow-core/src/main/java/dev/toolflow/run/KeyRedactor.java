package dev.toolflow.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like a key in a text. Quantifiers are possessive, and what was looked at and left is short, so the time is in
 * proportion to the text whatever it is.
 */
final class KeyRedactor {
    private static final String HIDDEN = "***";
    private static final int SHORTEST = 8;
    /** Words of a language are hardly longer. */
    private static final int LONGER_THAN_WORDS = 20;

    /** Not within a word; a letter that ends an escape, as in {@code %3Dsk-} or {@code \nsk-}, is of no word. */
    private static final String START =
            "(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2})|(?<=\\\\[bfnrt])|(?<=\\\\u[0-9A-Fa-f]{4}))";

    private static final String KEY = START + "(?<key>sk-)[A-Za-z0-9_-]{12,}+";

    private static final String SIGNATURE = START
            + "(?<signature>(?i:X-Amz-(?:Signature|Credential|Security-Token)|Signature|sig)(?:=|%3[Dd]))"
            + "[A-Za-z0-9%/+=_.~-]{8,}+";

    private static final String HEADER = START
            + "(?<header>(?i:bearer(?:\\s|%20|\\+)\\s*+|api[-_ ]?key[\"']?\\s*+[:=]\\s*+[\"']?))"
            + "(?<token>[A-Za-z0-9._~+/=-]++)";

    private static final Pattern SECRET = Pattern.compile(KEY + "|" + SIGNATURE + "|" + HEADER);
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    private KeyRedactor() {}

    static String redact(CharSequence text) {
        StringBuilder kept = new StringBuilder();
        Matcher found = SECRET.matcher(text);
        int done = 0;
        for (int from = 0; found.find(from); ) {
            String token = found.group("token");
            if (token != null && !looksLikeKey(token)) {
                from = found.start("token");
                continue;
            }
            kept.append(text, done, hiddenFrom(found)).append(HIDDEN);
            done = found.end();
            from = done;
        }
        return kept.append(text, done, text.length()).toString();
    }

    /** What is before it tells the reader what was there. */
    private static int hiddenFrom(Matcher found) {
        return Math.max(found.end("key"), Math.max(found.end("signature"), found.end("header")));
    }

    private static boolean looksLikeKey(String token) {
        return token.length() >= LONGER_THAN_WORDS
                || (token.length() >= SHORTEST && DIGIT.matcher(token).find());
    }
}
