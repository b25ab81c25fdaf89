package dev.toolflow.openai;

import dev.toolflow.tool.Secret;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Short words of the server's, made fit for messages and logs: visible, short, and never the key. Thread-safe. */
final class Labels {
    private static final int LONGEST_ID = 128;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.\\-\\[\\]]{1,64}");
    private static final Pattern UNFIT = Pattern.compile("[^\\x21-\\x7e]");

    private final Secret key;

    Labels(Secret key) {
        this.key = key;
    }

    /** An error's code, type or parameter as it is, or null when it does not look like one. */
    @Nullable
    String code(@Nullable String text) {
        return text == null || key.isIn(text) || !CODE.matcher(text).matches() ? null : text;
    }

    /** An id or a name in visible ASCII, at most 128 characters; other characters become {@code ?}. Null when empty. */
    @Nullable
    String id(@Nullable String text) {
        if (text == null || text.isEmpty() || key.isIn(text)) {
            return null;
        }
        String start = text.length() > LONGEST_ID ? text.substring(0, LONGEST_ID) : text;
        return isFit(start) ? start : UNFIT.matcher(start).replaceAll("?");
    }

    /** Whether there is nothing to replace, as with every id that a well-meaning server sends. */
    private static boolean isFit(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '!' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
