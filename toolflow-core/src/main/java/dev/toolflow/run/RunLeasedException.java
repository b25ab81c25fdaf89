package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/** A run belongs to another owner: it is under way elsewhere, or was taken over from this one, whose writes are refused since. */
public final class RunLeasedException extends RunStoreException {
    private static final long serialVersionUID = 1L;

    /** Says which run, why, and what to do about it. */
    public RunLeasedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
