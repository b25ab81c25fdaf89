package dev.toolflow.examples.text;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as people read them. */
public final class Ages {
    private Ages() {}

    /** How long ago it was, in one unit, rounded down: {@code 12 s ago}, {@code 3 d ago}; {@code in 20 s} for one to come. */
    public static String of(Instant time, Instant now) {
        return time.isAfter(now)
                ? "in " + span(Duration.between(now, time))
                : span(Duration.between(time, now)) + " ago";
    }

    /** When it was, and how long ago that is: {@code 2026-11-26T06:20:11Z (5 min ago)}. */
    public static String both(Instant time, Instant now) {
        return time.truncatedTo(ChronoUnit.SECONDS) + " (" + of(time, now) + ")";
    }

    /** How long it is, in one unit, rounded down: {@code 12 s}, {@code 5 min}, {@code 4 h}, {@code 3 d}. */
    public static String span(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return duration.toMinutes() + " min";
        }
        return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " d";
    }
}
