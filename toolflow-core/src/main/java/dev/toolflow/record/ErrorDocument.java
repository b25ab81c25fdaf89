package dev.toolflow.record;

import dev.toolflow.step.StepException;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Transient.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error: its kind, its message and those of its causes, and what its kind says beside them.
 *
 * @param causes the messages of its causes, the next one first
 * @param receipt that of a call, else null
 * @param rejection why a call was rejected, else null
 * @param retryAfter how long a provider or the engine asked to wait, else null
 * @param held why the engine held a call back, else null
 * @param rounds how often a loop was done, else null
 */
record ErrorDocument(
        ErrorKind kind,
        @Nullable String message,
        List<String> causes,
        @Nullable ReceiptDocument receipt,
        @Nullable Rejection rejection,
        @Nullable Duration retryAfter,
        @Nullable Held held,
        @Nullable Integer rounds) {

    /** More of a chain than this helps nobody; a chain may also go round. */
    private static final int MOST_CAUSES = 16;

    private static final String SILENT = "without a message";

    static ErrorDocument of(RuntimeException error, Redaction redaction) {
        ToolCallException call = error instanceof ToolCallException of ? of : null;
        ToolCallException.Transient passing = error instanceof ToolCallException.Transient of ? of : null;
        return new ErrorDocument(
                ErrorKind.of(error),
                redaction.textIfAny(error.getMessage()),
                causes(error, redaction),
                call == null ? null : ReceiptDocument.of(call.receipt()),
                error instanceof ToolCallException.Rejected rejected ? rejected.reason() : null,
                passing == null ? null : passing.retryAfter().orElse(null),
                passing == null ? null : passing.held().orElse(null),
                error instanceof StepException.RoundsExhausted loop ? loop.rounds() : null);
    }

    private static List<String> causes(RuntimeException error, Redaction redaction) {
        List<String> causes = new ArrayList<>();
        Throwable cause = error.getCause();
        while (cause != null && causes.size() < MOST_CAUSES) {
            String message = cause.getMessage();
            causes.add(message == null ? SILENT : redaction.text(message));
            cause = cause.getCause();
        }
        return causes;
    }

    RuntimeException error() {
        return kind.error(this);
    }

    /** The message of an error that has one for certain. */
    String text() {
        return message == null ? SILENT : message;
    }

    Optional<KeptException> cause() {
        return KeptException.chain(causes);
    }

    /** The cause of an error that has one for certain. */
    Throwable knownCause() {
        return cause().orElseGet(() -> new KeptException(SILENT, null));
    }
}
