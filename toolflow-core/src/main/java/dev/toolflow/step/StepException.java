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

    /**
     * A budget did not allow the call, which was not made; the message says which, what is left and what the call might have
     * taken. Nothing new starts in the run. Resume the run with a larger budget, or let the step ask for less.
     */
    public static final class OverBudget extends StepException {
        private static final long serialVersionUID = 1L;

        /** A call that would have taken more than is left. */
        public OverBudget(String message) {
            super(message, null);
        }
    }

    /**
     * A budget limits what cannot be told of the call, such as the price of its model; it was not made. The message names the
     * model. Add its price to the engine's list, or leave the limit out.
     */
    public static final class PriceUnknown extends StepException {
        private static final long serialVersionUID = 1L;

        /** A call of which the most that it takes is not known. */
        public PriceUnknown(String message) {
            super(message, null);
        }
    }

    /** The step reached its own deadline. What it did until then is kept; give it more time, or make it do less. */
    public static final class TimedOut extends StepException {
        private static final long serialVersionUID = 1L;

        /** A step whose time was over; what it was doing then, if that failed, is the cause. */
        public TimedOut(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The condition of a loop did not hold after the most rounds that it may have. Raise them, or mend the loop's body. */
    public static final class RoundsExhausted extends StepException {
        private static final long serialVersionUID = 1L;

        private final int rounds;

        /** A loop that was done this often. */
        public RoundsExhausted(String message, int rounds) {
            super(message, null);
            this.rounds = rounds;
        }

        /** How often the loop was done. */
        public int rounds() {
            return rounds;
        }
    }

    /** A step within a loop or a subflow failed, so that nothing could be handed on. Mend that step. */
    public static final class PartFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** Why the step within failed is the cause. */
        public PartFailed(String message, @Nullable Throwable cause) {
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

    /**
     * What the run did could not be written to its store, or the run belongs to another owner by now. Nothing new starts in the
     * run; what was written before is kept, and the run can be resumed from there. Mend what the cause says.
     */
    public static final class NotRecorded extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the store threw is the cause. */
        public NotRecorded(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The tenant may not use the model; nothing was called. Choose one of those that the message names, or allow it in the
     * tenant's settings.
     */
    public static final class NotAllowed extends StepException {
        private static final long serialVersionUID = 1L;

        /** A call of a model that is not among the tenant's. */
        public NotAllowed(String message) {
            super(message, null);
        }
    }

    /**
     * The run carries more than the model may see; nothing was called. Choose a model that may see it, or tell the engine that
     * this one may.
     */
    public static final class NotCleared extends StepException {
        private static final long serialVersionUID = 1L;

        /** A call of a model whose classification is below the run's. */
        public NotCleared(String message) {
            super(message, null);
        }
    }

    /** The run's credentials could not be had; nothing was called. Mend the credential source; the cause says what it threw. */
    public static final class CredentialsFailed extends StepException {
        private static final long serialVersionUID = 1L;

        /** What the source threw is the cause; null when it returned null, or the run ended before it was asked. */
        public CredentialsFailed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
