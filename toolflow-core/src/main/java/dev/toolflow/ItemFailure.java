package dev.toolflow;

/** What an {@code each} does when one of its items fails. */
public enum ItemFailure {
    /**
     * What the step's {@link dev.toolflow.step.OnFailure} says, or that of the step within a flow that fails: the default.
     * Without an output of each item there is no list.
     */
    FAIL,
    /**
     * The item is left out of the list that is handed on, whatever the step's {@link dev.toolflow.step.OnFailure}; the others
     * go on. Its result is FAILED and the run PARTIAL. Where an item is done by a flow, a step that fails under STOP stops that
     * item only: nothing new starts in it, and questions to a person within it are withdrawn. A run that is over its budget or
     * is cancelled stops all the same.
     *
     * <p>A run that is resumed tries such an item again, and keeps the steps of its flow that were accepted; an item of a
     * single step stays as it is when all its outputs were judged and none passed. Steps that were given the shorter list
     * before stay as they are.
     */
    SKIP
}
