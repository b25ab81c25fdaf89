package dev.toolflow.run;

import org.jspecify.annotations.Nullable;

/** What is kept of a run was written by another version of its flow, its types or ToolFlow itself. Nothing of it was changed. */
public final class RunIncompatibleException extends RunStoreException {
    private static final long serialVersionUID = 1L;

    /** Says which run, why, and what to do about it. */
    public RunIncompatibleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
