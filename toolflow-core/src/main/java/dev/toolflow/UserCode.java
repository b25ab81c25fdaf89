package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls functions of the user's so that whatever they throw fails their step, typed, and nothing else. */
final class UserCode {
    private UserCode() {}

    /** Like {@link #call} for the code of an audit: it is the audit that failed then. */
    static <T> T audit(String stepId, String what, Supplier<? extends @Nullable T> code) {
        try {
            return call(stepId, what, code);
        } catch (StepException.CodeFailed e) {
            Throwable cause = e.getCause();
            throw cause == null
                    ? new StepException.AuditFailed(String.valueOf(e.getMessage()), e)
                    : new StepException.AuditFailed(e.getMessage() + " and mend the audit", cause);
        }
    }

    /** Returns what the code returns; a throw or a null becomes a failure that says what the code was. */
    static <T> T call(String stepId, String what, Supplier<? extends @Nullable T> code) {
        T value;
        try {
            value = code.get();
        } catch (StepException e) {
            throw e;
        } catch (Throwable e) {
            throw new StepException.CodeFailed(
                    "step '" + stepId + "': " + what + " threw " + e.getClass().getName() + "; see the cause", e);
        }
        if (value == null) {
            throw new StepException.CodeFailed(
                    "step '" + stepId + "': " + what + " returned null; return a value or throw", null);
        }
        return value;
    }
}
