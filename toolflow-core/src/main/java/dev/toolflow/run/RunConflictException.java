package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/** A run of this id is there already and is another one: another flow, or another input. */
public final class RunConflictException extends RunStoreException {
    private static final long serialVersionUID = 1L;

    /** Says which run, why, and what to do about it. */
    public RunConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
