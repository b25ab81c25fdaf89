package dev.toolflow.step;

/** What a run does when a step fails. */
public enum OnFailure {
    /** No further step, attempt or call starts; calls in flight finish and are kept. The run is FAILED. */
    STOP,
    /**
     * Independent steps go on. Dependants get the last typed output although it was not accepted, but none on which the
     * step's own sanitizer or pass criterion threw; where there is none they are skipped. The run is PARTIAL when its output can still be made.
     */
    CONTINUE
}
