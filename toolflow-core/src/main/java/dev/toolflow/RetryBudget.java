package dev.toolflow;

/**
 * Keeps an outage from being amplified: a bucket of {@value #SIZE} repeats that every call refills by a tenth, so that N
 * calls make at most 1.1 × N + {@value #SIZE} requests. Shared by all runs of an engine. Thread-safe.
 */
final class RetryBudget {
    private static final int SIZE = 20;
    private static final int CALLS_PER_REPEAT = 10;

    private long tenths = (long) SIZE * CALLS_PER_REPEAT;

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
