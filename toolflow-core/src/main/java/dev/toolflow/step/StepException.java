package dev.toolflow.step;

import org.jspecify.annotations.Nullable;

/**
 * A step that failed for a reason other than a model call, which is a {@link dev.toolflow.tool.ToolCallException}. The
 * subtype says what to mend; messages name the step and hold none of its contents.
 */
public abstract sealed class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StepException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The step's input breaks a constraint of its type; nothing was called. Mend the flow or the step before it. */
    public static final class InvalidInput extends StepException {
        private static final long serialVersionUID = 1L;

        /** An input that breaks constraints. */
        public InvalidInput(String message) {
            super(message, null);
        }
    }

    /**
     * No attempt was accepted. The message has the last attempt's reason, at most 512 characters of it. Look at the attempts'
     * issues; mend the instructions, the audits or {@code maxRetries}.
     */
    public static final class OutputRejected extends StepException {
        private static final long serialVersionUID = 1L;

        /** The last of several outputs that did not pass. */
        public OutputRejected(String message) {
            super(message, null);
        }
    }

    /** An audit threw or an audit step failed: a fault of the audit, not of the output. Mend the audit. */
    public static final class AuditFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the audit threw, or how its step failed, is the cause. */
        public AuditFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** A function of the flow threw: a mapping, a sanitizer or a local step. Mend the function. */
    public static final class CodeFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the function threw is the cause. */
        public CodeFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The service broke its contract by throwing something that is no {@code ToolCallException}. Mend the service. */
    public static final class ServiceFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the service threw is the cause. */
        public ServiceFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The images were received but could not be stored. Mend the store; the message says where the bytes were kept. */
    public static final class StoreFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the store threw is the cause. */
        public StoreFailed(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
