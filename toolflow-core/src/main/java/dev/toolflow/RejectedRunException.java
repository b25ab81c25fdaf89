package dev.toolflow;

/** A run that the engine did not take: it is closed, or as many runs as it admits are under way. Nothing was called. */
public final class RejectedRunException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    RejectedRunException(String message) {
        super(message);
    }
}
