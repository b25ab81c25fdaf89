package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import dev.toolflow.tool.ToolCallRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A reply that was paid for and whose images could not be stored: they wait where they were received.
 *
 * @param number the attempt that it was for, or the first of several
 * @param made what was called for it
 * @param reply the reply
 * @param request what it answered; null where an earlier process had asked
 */
record UnstoredReply(
        int number,
        Made made,
        KeptPast.Reply reply,
        @Nullable ToolCallRequest request) {

    /** @param anew works out once more what an earlier process had asked */
    Called.Answered answered(Supplier<ToolCallRequest> anew) {
        Called.Tally tally = new Called.Tally(made.calls(), made.receipt(), made.usage(), made.cost(), 0);
        return new Called.Answered(request == null ? anew.get() : request, reply.response(), reply.images(), tally);
    }
}
