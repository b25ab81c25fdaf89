package dev.toolflow.schema;

/**
 * One Jakarta constraint that a value does not meet. Immutable.
 *
 * @param path where in the value, in the names of its JSON: {@code audience[0]}; empty for the value as a whole
 * @param message what is wrong, in English: {@code must not be blank}
 */
public record Violation(String path, String message) {

    /** Returns {@code audience[0]: must not be blank}. */
    @Override
    public String toString() {
        return path.isEmpty() ? message : path + ": " + message;
    }
}
