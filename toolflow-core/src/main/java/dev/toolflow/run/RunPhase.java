package dev.toolflow.run;

/** Where a kept run stands. */
public enum RunPhase {
    /** Handed in for a worker; nothing of it has begun. */
    SUBMITTED(false),
    /** Begun and not ended; it has an owner, or its owner died. */
    RUNNING(false),
    /** Nothing of it can go on but by a person's decision; it has no owner. */
    WAITING(false),
    /** Ended with its output. */
    COMPLETED(true),
    /** Ended with an output although steps failed. */
    PARTIAL(true),
    /** Ended without an output. */
    FAILED(true),
    /** Ended by being cancelled. */
    CANCELLED(true),
    /** Ended by its deadline. */
    TIMED_OUT(true),
    /** Ended for lack of budget. */
    OVER_BUDGET(true),
    /** Taken up more than five times without getting on; it is left alone until a person releases it. */
    QUARANTINED(false);

    private final boolean ended;

    RunPhase(boolean ended) {
        this.ended = ended;
    }

    /** Whether the run has ended. One that ended without its output may be resumed all the same. */
    public boolean isEnded() {
        return ended;
    }
}
