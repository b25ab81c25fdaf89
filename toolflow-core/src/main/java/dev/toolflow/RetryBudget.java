package dev.toolflow;

import dev.toolflow.tool.ToolCallException;

/**
 * Keeps an outage from being amplified: a bucket of {@value #SIZE} repeats that every call refills by a tenth, so that N
 * calls make at most 1.1 × N + {@value #SIZE} requests. Shared by all runs of an engine. Thread-safe.
 */
final class RetryBudget {
    private static final int SIZE = 20;
    private static final int CALLS_PER_REPEAT = 10;

    private long tenths = (long) SIZE * CALLS_PER_REPEAT;

    /** The failure of a call that the policy would repeat, and no repeat is left: it says so. */
    static RuntimeException spent(RuntimeException failure) {
        String message =
                failure.getMessage() + "; not called again, since the engine's retry budget is used up: too many of its"
                        + " calls failed lately";
        if (failure instanceof ToolCallException.Transient passing) {
            return new ToolCallException.Transient(
                    message, passing.receipt(), passing.retryAfter().orElse(null), passing);
        }
        return failure instanceof ToolCallException.OutcomeUnknown unknown
                ? new ToolCallException.OutcomeUnknown(message, unknown.receipt(), unknown)
                : failure;
    }

    /** A first call, not a repeat. */
    synchronized void called() {
        tenths = Math.min((long) SIZE * CALLS_PER_REPEAT, tenths + 1);
    }

    /** Takes a repeat; false when there is none left. */
    synchronized boolean tryRepeat() {
        if (tenths < CALLS_PER_REPEAT) {
            return false;
        }
        tenths -= CALLS_PER_REPEAT;
        return true;
    }
}
