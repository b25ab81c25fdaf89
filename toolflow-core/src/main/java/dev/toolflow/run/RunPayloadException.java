package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/** A payload is damaged, belongs to another row, or was written with a key that is not known. Nothing of the run was changed. */
public final class RunPayloadException extends RunStoreException {
    private static final long serialVersionUID = 1L;

    /** Says which run, why, and what to do about it. */
    public RunPayloadException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
