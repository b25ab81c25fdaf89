package dev.toolflow.tool;

import dev.toolflow.store.ImageStoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model call that gave nothing usable. The subtype says what happens next. Messages say what, where and the remedy; they
 * hold no key, no prompt and no reply.
 */
public abstract sealed class ToolCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient CallReceipt receipt;

    private ToolCallException(String message, CallReceipt receipt, @Nullable Throwable cause) {
        super(message, cause);
        this.receipt = Objects.requireNonNull(receipt, "receipt");
    }

    /** What the call was and what it used, as far as it is known. */
    public CallReceipt receipt() {
        return receipt == null ? CallReceipt.none() : receipt;
    }

    /**
     * Nothing was bought and the same call may work later: refused connection, 408, 409, 429, 5xx. Called again within the
     * attempt, unless the engine held the call back itself.
     */
    public static final class Transient extends ToolCallException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;
        private final @Nullable Held held;

        /** Why an engine held a call back, so that nothing was sent. */
        public enum Held {
            /** The model failed too often lately, and is left alone for a while. */
            CIRCUIT_OPEN,
            /** The call would have to wait for its turn under a rate limit for longer than its step or run has. */
            RATE_LIMITED
        }

        /** A passing fault, with how long the provider asks to wait, or null when it does not say. */
        public Transient(
                String message, CallReceipt receipt, @Nullable Duration retryAfter, @Nullable Throwable cause) {
            super(message, receipt, cause);
            this.retryAfter = retryAfter;
            this.held = null;
        }

        /** A call that was held back: nothing was sent, and nothing is called again before that time has passed. */
        public Transient(String message, Held held, Duration retryAfter) {
            super(message, CallReceipt.none(), null);
            this.retryAfter = Objects.requireNonNull(retryAfter, "retryAfter");
            this.held = Objects.requireNonNull(held, "held");
        }

        /** A passing fault of which nothing else is known. */
        public Transient(String message) {
            this(message, CallReceipt.none(), null, null);
        }

        /** How long the provider asks to wait, when it says. */
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }

        /** Why the engine held the call back; empty when it was sent, or tried to be. */
        public Optional<Held> held() {
            return Optional.ofNullable(held);
        }
    }

    /** The same call would be refused again: 400, 401, 403, 404, 422, no quota, refusal, moderation. The step fails. */
    public static final class Rejected extends ToolCallException {
        private static final long serialVersionUID = 1L;
        private final Rejection reason;

        /** A call that was refused for this reason. */
        public Rejected(Rejection reason, String message, CallReceipt receipt, @Nullable Throwable cause) {
            super(message, receipt, cause);
            this.reason = Objects.requireNonNull(reason, "reason");
        }

        /** A call that was refused for this reason and cost nothing. */
        public Rejected(Rejection reason, String message) {
            this(reason, message, CallReceipt.none(), null);
        }

        /** A refused call, for {@link Rejection#OTHER}. */
        public Rejected(String message, CallReceipt receipt, @Nullable Throwable cause) {
            this(Rejection.OTHER, message, receipt, cause);
        }

        /** A refused call that cost nothing, for {@link Rejection#OTHER}. */
        public Rejected(String message) {
            this(Rejection.OTHER, message);
        }

        /** Why it was refused. */
        public Rejection reason() {
            return reason;
        }
    }

    /** The reply was paid for and cannot be used: no or wrong tool call, cut arguments, unusable image. A new attempt is made. */
    public static final class Malformed extends ToolCallException {
        private static final long serialVersionUID = 1L;

        /** A reply that cannot be used. */
        public Malformed(String message, CallReceipt receipt, @Nullable Throwable cause) {
            super(message, receipt, cause);
        }
    }

    /**
     * The request was sent and no one knows what became of it: a timeout or a reset after sending, a reply that ends with its
     * connection before it is whole, or an error behind a part of the answer. A chat call is made again; an image is not bought twice unless the step asks for it.
     */
    public static final class OutcomeUnknown extends ToolCallException {
        private static final long serialVersionUID = 1L;

        /** A call whose outcome is not known. */
        public OutcomeUnknown(String message, CallReceipt receipt, @Nullable Throwable cause) {
            super(message, receipt, cause);
        }
    }

    /**
     * The reply was paid for and an image of it could not be received: the spool's disk is full, or not writable. The step fails
     * with a {@code StepException.StoreFailed}, its usage is kept, and nothing is called again.
     */
    public static final class NotReceived extends ToolCallException {
        private static final long serialVersionUID = 1L;

        /** A reply that there was no place for; what the spool threw is the cause. */
        public NotReceived(String message, CallReceipt receipt, ImageStoreException cause) {
            super(message, receipt, cause);
        }
    }

    /** The run was cancelled or reached its deadline during the call; nothing further is called. */
    public static final class Cancelled extends ToolCallException {
        private static final long serialVersionUID = 1L;

        /** A call that was given up; its receipt is unreported when it may have been sent. */
        public Cancelled(String message, CallReceipt receipt, @Nullable Throwable cause) {
            super(message, receipt, cause);
        }
    }
}
