package dev.toolflow;

/** How a run ended, or what it waits for. */
public enum RunStatus {
    /** Every step completed. */
    COMPLETED,
    /** The output was made although a step failed that was allowed to. */
    PARTIAL,
    /** A step failed and the output could not be made. */
    FAILED,
    /** The run was cancelled. */
    CANCELLED,
    /** The run reached its deadline. */
    TIMED_OUT,
    /** The run's budget did not allow a further call. */
    OVER_BUDGET,
    /**
     * The run waits for a person: see {@link ToolFlowResult#waiting()}. It counts among the runs that the engine admits until
     * it is decided or cancelled; its deadline does not run meanwhile, and begins anew when it goes on.
     */
    WAITING
}
