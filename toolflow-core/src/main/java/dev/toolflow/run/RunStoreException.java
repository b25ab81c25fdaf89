package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/**
 * A store of runs cannot do what it should: it cannot be reached or written, it is full, or what it keeps cannot be used. What
 * was acknowledged before is kept; what was asked for is not done, unless the message says that this is not known.
 */
public sealed class RunStoreException extends RuntimeException
        permits RunConflictException,
                RunIncompatibleException,
                RunLeasedException,
                RunPayloadException,
                RunQuarantinedException {
    private static final long serialVersionUID = 1L;

    /** Says what, where, and what to do about it. */
    public RunStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
