package dev.toolflow;

/** A run that the engine does not know: it has ended, was cancelled, or never was one of this engine's. Nothing was decided. */
public final class UnknownRunException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnknownRunException(String message) {
        super(message);
    }
}
