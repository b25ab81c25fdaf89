package dev.toolflow;

/** What an {@code each} does when one of its items fails. */
public enum ItemFailure {
    /** What the step's {@link dev.toolflow.step.OnFailure} says: the default. Without an output of each item there is no list. */
    FAIL,
    /**
     * The item is left out of the list that is handed on, whatever the step's {@link dev.toolflow.step.OnFailure}; the others
     * go on. Its result is FAILED and the run PARTIAL. A run that is resumed tries such an item again unless all its outputs
     * were judged and none passed; steps that were given the shorter list before stay as they are.
     */
    SKIP
}
