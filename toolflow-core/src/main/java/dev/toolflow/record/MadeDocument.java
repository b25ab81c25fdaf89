package dev.toolflow.record;

import dev.toolflow.step.Attempt;
import java.time.Duration;
import java.time.Instant;

/** What was called for an attempt. */
record MadeDocument(
        String tool,
        String model,
        int calls,
        ReceiptDocument receipt,
        UsageDocument usage,
        CostDocument cost,
        Instant startedAt,
        Duration took,
        Attempt.Made.Source source) {

    static MadeDocument of(Attempt.Made made) {
        return new MadeDocument(
                made.tool(),
                made.model(),
                made.calls(),
                ReceiptDocument.of(made.receipt()),
                UsageDocument.of(made.usage()),
                CostDocument.of(made.cost()),
                made.startedAt(),
                made.took(),
                made.source());
    }

    Attempt.Made made() {
        return new Attempt.Made(
                tool, model, calls, receipt.receipt(), usage.usage(), cost.cost(), startedAt, took, source);
    }
}
