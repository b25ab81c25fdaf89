package dev.toolflow.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the tables hold them: microseconds since 1970. */
final class Micros {
    private static final long IN_A_SECOND = 1_000_000;

    private Micros() {}

    /** A time; one beyond all that can be held becomes the first or the last of these. */
    static long of(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds <= Long.MIN_VALUE / IN_A_SECOND) {
            return Long.MIN_VALUE;
        }
        // Not ChronoUnit.between, which counts in nanoseconds on JDK 17 and ends in the year 2262.
        return seconds >= Long.MAX_VALUE / IN_A_SECOND
                ? Long.MAX_VALUE
                : seconds * IN_A_SECOND + time.getNano() / 1_000;
    }

    static long of(Duration time) {
        return time.toNanos() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
