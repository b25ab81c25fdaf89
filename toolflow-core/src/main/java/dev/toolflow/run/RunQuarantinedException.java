package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/** A run was taken up more than five times without getting on and is left alone until a person releases it. */
public final class RunQuarantinedException extends RunStoreException {
    private static final long serialVersionUID = 1L;

    /** Says which run, why, and what to do about it. */
    public RunQuarantinedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
