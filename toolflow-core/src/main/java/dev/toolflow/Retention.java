package dev.toolflow;

import java.time.Duration;

/**
 * How long runs that a store keeps, and pictures that nobody needs, stay there. Immutable and thread-safe; every method that sets
 * something returns a copy.
 *
 * <pre>{@code
 * try (RetentionJob job = engine.runs().retain(Retention.standard().endedRuns(Duration.ofDays(90)))) {
 *     application.join();
 * }
 * }</pre>
 */
public final class Retention {
    private static final Retention STANDARD =
            new Retention(Duration.ofDays(30), Duration.ofHours(24), Duration.ofHours(1), Pictures.STAY);

    private final Duration endedRuns;
    private final Duration orphans;
    private final Duration every;
    private final Pictures pictures;

    private enum Pictures {
        STAY,
        GO
    }

    private Retention(Duration endedRuns, Duration orphans, Duration every, Pictures pictures) {
        this.endedRuns = endedRuns;
        this.orphans = orphans;
        this.every = every;
        this.pictures = pictures;
    }

    /** Runs 30 days from their end, pictures without a record 24 hours, looked after each hour. Pictures of runs stay. */
    public static Retention standard() {
        return STANDARD;
    }

    /** How long runs stay from their end; not negative. Those that wait, are under way or are quarantined stay. */
    public Retention endedRuns(Duration longest) {
        return new Retention(notNegative("endedRuns", longest), orphans, every, pictures);
    }

    /** How long pictures without a record stay; not negative. Less than a day may take what is being stored. */
    public Retention orphans(Duration longest) {
        return new Retention(endedRuns, notNegative("orphans", longest), every, pictures);
    }

    /** How often is looked after, at least each second. */
    public Retention every(Duration pause) {
        if (pause.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("every: must be at least 1 s, was " + pause);
        }
        return new Retention(endedRuns, orphans, pause, pictures);
    }

    /**
     * With a run go the records of its pictures, but of those that another kept run refers to in a step, in its input or in what a
     * person answered; so the pictures become orphans. Where a kept run's input or answers cannot be read, no record goes.
     */
    public Retention withPictures() {
        return new Retention(endedRuns, orphans, every, Pictures.GO);
    }

    Duration endedRuns() {
        return endedRuns;
    }

    Duration orphans() {
        return orphans;
    }

    Duration every() {
        return every;
    }

    boolean takesPictures() {
        return pictures == Pictures.GO;
    }

    private static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": must not be negative, was " + value);
        }
        return value;
    }

    @Override
    public String toString() {
        return "Retention[ended runs " + endedRuns + ", orphans " + orphans + ", every " + every + ", pictures "
                + pictures + "]";
    }
}
