package dev.toolflow.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the tables hold them: microseconds since 1970. */
final class Micros {
    private static final Instant FIRST = Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS);
    private static final Instant LAST = Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS);

    private Micros() {}

    /** A time; one beyond all that can be held becomes the first or the last of these. */
    static long of(Instant time) {
        if (time.isBefore(FIRST)) {
            return Long.MIN_VALUE;
        }
        return time.isAfter(LAST) ? Long.MAX_VALUE : ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    static long of(Duration time) {
        return time.toNanos() / 1_000;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
