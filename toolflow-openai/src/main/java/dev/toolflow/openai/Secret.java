package dev.toolflow.openai;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonIgnoreType;

/** An API key: prints as {@code ***}, is not serializable, and Jackson sees nothing of it. Immutable. */
@JsonIgnoreType
@JsonAutoDetect(
        fieldVisibility = Visibility.NONE,
        getterVisibility = Visibility.NONE,
        isGetterVisibility = Visibility.NONE)
final class Secret {
    /** Shorter keys, such as {@code none}, are words that may stand in any text. */
    private static final int TELLING = 8;

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** The key itself, for the one header that needs it. */
    String reveal() {
        return value;
    }

    /** Returns whether a text from outside repeats the key. */
    boolean isIn(String text) {
        return value.length() >= TELLING && text.contains(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
