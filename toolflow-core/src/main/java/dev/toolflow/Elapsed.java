package dev.toolflow;

import java.time.Duration;
import java.time.Instant;

/** The time between two readings of a clock that may have been set back meanwhile. */
final class Elapsed {
    private Elapsed() {}

    /** Never negative. */
    static Duration between(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }
}
