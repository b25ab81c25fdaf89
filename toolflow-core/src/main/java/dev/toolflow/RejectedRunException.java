package dev.toolflow;

/** A run that the engine did not take: it is closed, as many runs as it admits are under way, or it knows no such tenant. Nothing was called. */
public final class RejectedRunException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    RejectedRunException(String message) {
        super(message);
    }

    RejectedRunException(String message, Throwable cause) {
        super(message, cause);
    }
}
