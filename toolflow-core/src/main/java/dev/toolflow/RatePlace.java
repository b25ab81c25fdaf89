package dev.toolflow;

/** What one call takes of the rates of one lane: its estimate from when it may go, what it really took once that is known. */
final class RatePlace {
    private final ModelLane lane;
    private CallNeed estimated = CallNeed.NOTHING;
    private boolean taken;

    RatePlace(ModelLane lane) {
        this.lane = lane;
    }

    /** Whether tokens are limited here, so that they need to be estimated. */
    boolean countsTokens() {
        return lane.rates().countsTokens();
    }

    ModelLane lane() {
        return lane;
    }

    /**
     * Waits for its turn; false when the run may start no call any more.
     *
     * @throws dev.toolflow.tool.ToolCallException.Transient when it would have to wait for too long
     */
    boolean enter(StepContext context, Sending.Asked asked, CallNeed need) {
        estimated = need;
        taken = lane.rates().enter(new RateWaiter(context, asked, need));
        return taken;
    }

    /** The call took so much; does nothing where it took no place, or the second time. */
    void settled(CallNeed real) {
        if (taken) {
            taken = false;
            lane.rates().settled(estimated, real);
        }
    }
}
