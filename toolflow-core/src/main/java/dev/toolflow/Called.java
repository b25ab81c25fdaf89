package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.Rejection;
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
     * @param calls how many calls were made; one that was not sent is none
     * @param receipt the last call
     * @param usage the tokens of all calls
     * @param cost what all calls cost
     * @param unknown of how many of them no one knows what became of them
     */
    record Tally(int calls, CallReceipt receipt, TokenUsage usage, Cost cost, int unknown) {
        static final Tally NOTHING = new Tally(0, CallReceipt.none(), TokenUsage.none(), Cost.none(), 0);

        /** @param error why the next call gave nothing, or null where it was answered */
        Tally plus(CallReceipt next, Cost price, @Nullable RuntimeException error) {
            return new Tally(
                    calls + (isUnsent(next, error) ? 0 : 1),
                    next,
                    usage.plus(next.usage()),
                    cost.plus(price),
                    unknown + (error instanceof ToolCallException.OutcomeUnknown ? 1 : 0));
        }
    }

    /**
     * Whether a call was given up before it was sent, so that it counts nowhere: it was cancelled, its service refused to send it, or
     * the image store could not give what was to be sent. A connection that was refused counts.
     */
    static boolean isUnsent(CallReceipt receipt, @Nullable RuntimeException error) {
        if (error instanceof ToolCallException.Rejected rejected) {
            return rejected.reason() == Rejection.NOT_SENT;
        }
        return (error instanceof ToolCallException.Cancelled || error instanceof StepException.StoreFailed)
                && receipt.usage().equals(TokenUsage.none());
    }

    /** Whether this ended before its last call was sent. */
    default boolean isUnsent() {
        return this instanceof Failed failed && isUnsent(failed.tally().receipt(), failed.error());
    }
}
