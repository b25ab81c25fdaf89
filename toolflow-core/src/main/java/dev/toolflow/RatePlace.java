package dev.toolflow;

/** What one call takes of the rates of one lane: its estimate from when it may go, what it really took once that is known. */
final class RatePlace {
    private final ModelLane lane;
    private final CallNeed estimated;
    private boolean taken;

    RatePlace(ModelLane lane, CallNeed estimated) {
        this.lane = lane;
        this.estimated = estimated;
    }

    ModelLane lane() {
        return lane;
    }

    /**
     * Waits for its turn; false when the run may start no call any more.
     *
     * @throws dev.toolflow.tool.ToolCallException.Transient when it would have to wait for too long
     */
    boolean enter(StepContext context, Sending.Asked asked) {
        taken = lane.rates().enter(new RateWaiter(context, asked, estimated));
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
