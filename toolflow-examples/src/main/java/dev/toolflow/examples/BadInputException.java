package dev.toolflow.examples;

/** What the user gave cannot be used; nothing was sent. The message is one line that names the field and the remedy. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
