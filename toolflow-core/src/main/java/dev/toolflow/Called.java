package dev.toolflow;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import org.jspecify.annotations.Nullable;

/** How the calls of one attempt ended. */
sealed interface Called {

    /** What all calls came to. */
    Tally tally();

    /** A reply to a request, with the images that were received. */
    record Answered(ToolCallRequest request, ToolCallResponse response, ReceivedImages images, Tally tally)
            implements Called {
        /** The same call as if it had been answered with a part of the reply. */
        Answered with(ToolCallResponse part) {
            return new Answered(request, part, images, tally);
        }
    }

    /** No reply that could be judged. */
    record Failed(RuntimeException error, Tally tally) implements Called {}

    /**
     * The sum of the calls of one attempt. Immutable.
     *
     * @param calls how many requests were sent
     * @param receipt the last call
     * @param usage the tokens of all calls
     * @param cost what all calls cost
     * @param unknown of how many of them no one knows what became of them
     */
    record Tally(int calls, CallReceipt receipt, TokenUsage usage, Cost cost, int unknown) {
        static final Tally NOTHING = new Tally(0, CallReceipt.none(), TokenUsage.none(), Cost.none(), 0);

        Tally plus(CallReceipt next, Cost price) {
            return new Tally(calls + 1, next, usage.plus(next.usage()), cost.plus(price), unknown);
        }

        /** The same where this is how the last call ended. */
        Tally endedBy(@Nullable RuntimeException error) {
            return error instanceof ToolCallException.OutcomeUnknown
                    ? new Tally(calls, receipt, usage, cost, unknown + 1)
                    : this;
        }
    }
}
