package dev.toolflow;

import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;

/** What one call takes of the rates of one lane: its estimate from when it may go, what it really took once that is known. */
final class RatePlace {
    private final ModelLane lane;
    private CallNeed estimated = CallNeed.NOTHING;
    private boolean let;
    private boolean gone;

    RatePlace(ModelLane lane) {
        this.lane = lane;
    }

    ModelLane lane() {
        return lane;
    }

    boolean countsTokens() {
        return lane.rates().countsTokens();
    }

    /**
     * Waits for its turn; false when the run may start no call any more.
     *
     * @throws dev.toolflow.tool.ToolCallException.Transient when it would have to wait for too long
     */
    boolean enter(StepContext context, Sending.Asked asked, CallNeed need) {
        estimated = need;
        let = lane.rates().enter(new RateWaiter(context, asked, need));
        return let;
    }

    /** It is sent now: from here on it counts. */
    void goes() {
        gone = true;
        lane.rates().goes(estimated);
    }

    /** The call ended and used so much: nothing if it was refused or not sent, what was estimated where nothing is known. */
    void settled(Called called) {
        if (called.isUnsent()) {
            settle(CallNeed.NOTHING);
            return;
        }
        TokenUsage usage = called.tally().receipt().usage();
        boolean refused = called instanceof Called.Failed failed
                && failed.error() instanceof ToolCallException.Rejected
                && usage.equals(TokenUsage.none());
        settle(
                usage.unreportedCalls() > 0
                        ? estimated
                        : new CallNeed(1, usage.input() + usage.output(), refused ? 0 : estimated.images()));
    }

    /** The call was not sent, if it did not end already. */
    void giveUp() {
        if (let && !gone) {
            let = false;
            lane.rates().stays(estimated);
        }
        settle(CallNeed.NOTHING);
    }

    private void settle(CallNeed real) {
        if (gone) {
            gone = false;
            let = false;
            lane.rates().settled(estimated, real);
        }
    }
}
