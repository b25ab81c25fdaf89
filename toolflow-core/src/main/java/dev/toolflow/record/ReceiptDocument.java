package dev.toolflow.record;

import dev.toolflow.tool.CallReceipt;
import org.jspecify.annotations.Nullable;

/** What a call was and what it used. */
record ReceiptDocument(
        @Nullable String model,
        @Nullable String requestId,
        @Nullable String responseId,
        @Nullable String finishReason,
        UsageDocument usage) {

    static ReceiptDocument of(CallReceipt receipt) {
        return new ReceiptDocument(
                receipt.model(),
                receipt.requestId(),
                receipt.responseId(),
                receipt.finishReason(),
                UsageDocument.of(receipt.usage()));
    }

    CallReceipt receipt() {
        return new CallReceipt(model, requestId, responseId, finishReason, usage.usage());
    }
}
