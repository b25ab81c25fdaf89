package dev.toolflow.record;

import dev.toolflow.budget.Spending;
import dev.toolflow.run.Redactor;
import dev.toolflow.run.StepRecord;
import dev.toolflow.tool.Endpoint;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Calls as JSON: what was intended, and what came of it. Thread-safe. */
public final class CallJson {
    private static final Document<Intended> INTENDED = Document.of(Intended.class);
    private static final Document<Settled> SETTLED = Document.of(Settled.class);

    private final Redaction redaction;

    private record Intended(
            int v,
            String tool,
            Endpoint endpoint,
            String model,
            @Nullable Spending reserved) {}

    private record Settled(
            int v,
            ReceiptDocument receipt,
            CostDocument cost,
            Spending charged,
            Spending kept,
            @Nullable ErrorDocument error,
            @Nullable String output,
            List<StepRecord.Blob> images,
            @Nullable List<String> received) {}

    /** @param redactor takes out of the messages of errors what must not be kept */
    public CallJson(Redactor redactor) {
        this.redaction = new Redaction(Objects.requireNonNull(redactor, "redactor"));
    }

    /** An intent as UTF-8. */
    public byte[] write(CallIntent intent) {
        return INTENDED.write(
                new Intended(Document.VERSION, intent.tool(), intent.endpoint(), intent.model(), intent.reserved()));
    }

    /**
     * An outcome as UTF-8.
     *
     * @throws IllegalArgumentException if the output is longer than 20 million characters, which could not be read back
     */
    public byte[] write(CallOutcome outcome) {
        RuntimeException error = outcome.error();
        return SETTLED.write(new Settled(
                Document.VERSION,
                ReceiptDocument.of(outcome.receipt()),
                CostDocument.of(outcome.cost()),
                outcome.charged(),
                outcome.kept(),
                error == null ? null : ErrorDocument.of(error, redaction),
                outcome.output() == null ? null : Document.readable("a reply", outcome.output()),
                outcome.images(),
                outcome.received()));
    }

    /**
     * The intent that was written.
     *
     * @param where whose it is, for messages, such as {@code step 'hero', call 2}
     * @throws dev.toolflow.run.RunIncompatibleException if a newer ToolFlow wrote it
     * @throws dev.toolflow.run.RunPayloadException if it is damaged
     */
    public CallIntent readIntent(byte[] json, String where) {
        Intended kept = INTENDED.read(json, where);
        return new CallIntent(kept.tool(), kept.endpoint(), kept.model(), kept.reserved());
    }

    /**
     * The outcome that was written; its error has the messages as they were kept.
     *
     * @param where whose it is, for messages, such as {@code step 'hero', call 2}
     * @throws dev.toolflow.run.RunIncompatibleException if a newer ToolFlow wrote it
     * @throws dev.toolflow.run.RunPayloadException if it is damaged
     */
    public CallOutcome readOutcome(byte[] json, String where) {
        Settled kept = SETTLED.read(json, where);
        return Document.sound(
                where,
                () -> new CallOutcome(
                        kept.receipt().receipt(),
                        kept.cost().cost(),
                        kept.charged(),
                        kept.kept(),
                        kept.error() == null ? null : kept.error().error(),
                        kept.output(),
                        kept.images(),
                        kept.received() == null ? List.of() : kept.received()));
    }
}
