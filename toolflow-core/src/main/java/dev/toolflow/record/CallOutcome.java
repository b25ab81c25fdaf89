package dev.toolflow.record;

import dev.toolflow.budget.Spending;
import dev.toolflow.run.StepRecord;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param receipt what the call was and what it used
 * @param cost what it cost
 * @param charged what was taken from the budgets for it
 * @param kept what stays reserved for it, since nobody knows whether it was taken; nothing where that is known
 * @param error what it failed with, or null
 * @param output the reply's JSON, not parsed yet, or null
 * @param images the pictures of the reply, in its order
 * @param received the files that they were received into, in the same order; empty where that was not kept
 */
public record CallOutcome(
        CallReceipt receipt,
        Cost cost,
        Spending charged,
        Spending kept,
        @Nullable RuntimeException error,
        @Nullable String output,
        List<StepRecord.Blob> images,
        List<String> received) {

    /** Copies the lists. */
    public CallOutcome {
        images = List.copyOf(images);
        received = List.copyOf(received);
    }

    /** Whether a call was made at all, and not given up while its intent was written. */
    public boolean isOfACall() {
        return error != null || output != null || !receipt.equals(CallReceipt.none());
    }

    /** Without the output, which may be private. */
    @Override
    public String toString() {
        return "CallOutcome[" + (error == null ? "answered" : error.getClass().getSimpleName()) + ", " + receipt.usage()
                + ", images=" + images.size() + "]";
    }
}
