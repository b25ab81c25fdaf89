package dev.toolflow.step;

/** How a step ended. */
public enum StepStatus {
    /** Its output was accepted. */
    COMPLETED,
    /** No attempt was accepted. */
    FAILED,
    /** It never began: a step before it failed or waits, its branch was not taken, or the run was stopped. */
    SKIPPED,
    /** The run was cancelled, reached its deadline or was stopped by another step's failure while it ran. */
    CANCELLED,
    /** A person has to decide before it, or something within it, can end; see {@code RunStatus.WAITING}. */
    WAITING
}
