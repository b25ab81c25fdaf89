package dev.toolflow;

import java.time.Duration;

/** How an engine ends: it refuses runs, lets those under way end, cancels the rest, gives back its threads. Thread-safe. */
final class Closing {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofDays(365);

    private final EngineParts parts;
    private final ActiveRuns runs;
    private volatile boolean closed;

    Closing(EngineParts parts, ActiveRuns runs) {
        this.parts = parts;
        this.runs = runs;
    }

    /** Closes once runs had so long to end; whoever calls it meanwhile does the same, and has an effect if less patient. */
    void after(Duration drain) {
        require(drain);
        if (closed) {
            return;
        }
        runs.refuse();
        runs.endWithin(drain);
        runs.cancel();
        parts.deadlines().close();
        parts.workers().shutdown();
        runs.endOrWarn(PATIENCE);
        Deliveries.endWithin(parts.aside(), PATIENCE);
        closed = true;
    }

    private void require(Duration drain) {
        if (drain.isNegative() || drain.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("drain: must be from zero to 365 days, was " + drain);
        }
        if (parts.isAtWork() && !drain.isZero()) {
            throw new IllegalStateException("engine.close(" + drain
                    + ") inside a step: its run would wait for itself; close from outside, or use close()");
        }
    }
}
