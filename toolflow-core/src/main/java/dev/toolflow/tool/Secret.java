package dev.toolflow.tool;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be seen, such as an API key: it prints as {@code ***}, is not serializable, Jackson sees nothing of it,
 * and comparing two takes as long whether they are alike or not. Immutable and thread-safe.
 *
 * <pre>{@code Secret.of(System.getenv("OPENAI_API_KEY"))}</pre>
 */
@JsonIgnoreType
@JsonAutoDetect(
        fieldVisibility = Visibility.NONE,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
public final class Secret {
    /** Shorter ones, such as {@code none}, are words that may stand in any text. */
    private static final int TELLING = 8;

    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "secret");
    }

    /** Hides a text, as it is. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The text itself, for the one place that needs it. What is done with it is the caller's to answer for. */
    public String reveal() {
        return value;
    }

    /** Returns whether a text repeats this secret and so must not be shown; never so for one of less than 8 characters. */
    public boolean isIn(String text) {
        return value.length() >= TELLING && text.contains(value);
    }

    /** Compares in a time that does not tell how much is alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes(), that.bytes());
    }

    /** Of its length alone, so that it says nothing of the text. */
    @Override
    public int hashCode() {
        return value.length();
    }

    private byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns {@code ***}. */
    @Override
    public String toString() {
        return "***";
    }
}
