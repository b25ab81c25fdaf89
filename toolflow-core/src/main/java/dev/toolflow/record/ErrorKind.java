package dev.toolflow.record;

import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an error is, under the name that documents have for it. */
enum ErrorKind {
    TRANSIENT(Transient.class, ErrorKind::passing),
    REJECTED(ToolCallException.Rejected.class, ErrorKind::rejected),
    MALFORMED(
            ToolCallException.Malformed.class,
            kept -> new ToolCallException.Malformed(kept.text(), receipt(kept), cause(kept))),
    OUTCOME_UNKNOWN(
            ToolCallException.OutcomeUnknown.class,
            kept -> new ToolCallException.OutcomeUnknown(kept.text(), receipt(kept), cause(kept))),
    NOT_RECEIVED(ToolCallException.NotReceived.class, ErrorKind::notReceived),
    CANCELLED(
            ToolCallException.Cancelled.class,
            kept -> new ToolCallException.Cancelled(kept.text(), receipt(kept), cause(kept))),
    INVALID_INPUT(StepException.InvalidInput.class, kept -> new StepException.InvalidInput(kept.text())),
    OUTPUT_REJECTED(StepException.OutputRejected.class, kept -> new StepException.OutputRejected(kept.text())),
    AUDIT_FAILED(
            StepException.AuditFailed.class, kept -> new StepException.AuditFailed(kept.text(), kept.knownCause())),
    CODE_FAILED(StepException.CodeFailed.class, kept -> new StepException.CodeFailed(kept.text(), cause(kept))),
    SERVICE_FAILED(
            StepException.ServiceFailed.class, kept -> new StepException.ServiceFailed(kept.text(), kept.knownCause())),
    OVER_BUDGET(StepException.OverBudget.class, kept -> new StepException.OverBudget(kept.text())),
    PRICE_UNKNOWN(StepException.PriceUnknown.class, kept -> new StepException.PriceUnknown(kept.text())),
    TIMED_OUT(StepException.TimedOut.class, kept -> new StepException.TimedOut(kept.text(), cause(kept))),
    ROUNDS_EXHAUSTED(StepException.RoundsExhausted.class, ErrorKind::roundsExhausted),
    PART_FAILED(StepException.PartFailed.class, kept -> new StepException.PartFailed(kept.text(), cause(kept))),
    STORE_FAILED(
            StepException.StoreFailed.class, kept -> new StepException.StoreFailed(kept.text(), kept.knownCause())),
    NOT_RECORDED(
            StepException.NotRecorded.class, kept -> new StepException.NotRecorded(kept.text(), kept.knownCause())),
    NOT_ALLOWED(StepException.NotAllowed.class, kept -> new StepException.NotAllowed(kept.text())),
    NOT_CLEARED(StepException.NotCleared.class, kept -> new StepException.NotCleared(kept.text())),
    CREDENTIALS_FAILED(
            StepException.CredentialsFailed.class,
            kept -> new StepException.CredentialsFailed(kept.text(), cause(kept))),
    /** What no step is expected to fail with: of it the texts are kept. */
    OTHER(KeptException.class, kept -> new KeptException(kept.message(), cause(kept)));

    private final Class<? extends RuntimeException> type;

    @SuppressWarnings("ImmutableEnumChecker") // The functions above hold nothing.
    private final Function<ErrorDocument, RuntimeException> made;

    ErrorKind(Class<? extends RuntimeException> type, Function<ErrorDocument, RuntimeException> made) {
        this.type = type;
        this.made = made;
    }

    static ErrorKind of(RuntimeException error) {
        return Arrays.stream(values())
                .filter(kind -> kind.type == error.getClass())
                .findFirst()
                .orElse(OTHER);
    }

    RuntimeException error(ErrorDocument kept) {
        return made.apply(kept);
    }

    private static RuntimeException passing(ErrorDocument kept) {
        Duration pause = kept.retryAfter();
        return kept.held() == null
                ? new Transient(kept.text(), receipt(kept), pause, cause(kept))
                : new Transient(kept.text(), kept.held(), Objects.requireNonNullElse(pause, Duration.ZERO));
    }

    private static RuntimeException rejected(ErrorDocument kept) {
        Rejection reason = Objects.requireNonNullElse(kept.rejection(), Rejection.OTHER);
        return new ToolCallException.Rejected(reason, kept.text(), receipt(kept), cause(kept));
    }

    private static RuntimeException notReceived(ErrorDocument kept) {
        Throwable stored = kept.knownCause();
        String message = String.valueOf(stored.getMessage());
        Throwable beneath = stored.getCause();
        return new ToolCallException.NotReceived(
                kept.text(),
                receipt(kept),
                beneath == null ? new ImageStoreException(message) : new ImageStoreException(message, beneath));
    }

    private static RuntimeException roundsExhausted(ErrorDocument kept) {
        return new StepException.RoundsExhausted(kept.text(), Objects.requireNonNullElse(kept.rounds(), 0));
    }

    private static CallReceipt receipt(ErrorDocument kept) {
        return kept.receipt() == null ? CallReceipt.none() : kept.receipt().receipt();
    }

    private static @Nullable Throwable cause(ErrorDocument kept) {
        return kept.cause().orElse(null);
    }
}
