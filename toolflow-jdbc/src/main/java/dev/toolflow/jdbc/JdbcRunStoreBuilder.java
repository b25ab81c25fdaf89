package dev.toolflow.jdbc;

import java.time.Clock;
import java.time.Duration;

/** What may be chosen of a {@link JdbcRunStore}. Not thread-safe. */
public final class JdbcRunStoreBuilder {
    private final Opening opening;
    private Clock clock = Clock.systemUTC();
    private Duration leaseTime = Duration.ofSeconds(30);
    private Duration patience = Duration.ofSeconds(30);

    JdbcRunStoreBuilder(Opening opening) {
        this.opening = opening;
    }

    /** Opens the database of a store that is being built. */
    @FunctionalInterface
    interface Opening {
        Database open(JdbcRunStoreBuilder options);
    }

    Clock clock() {
        return clock;
    }

    Duration leaseTime() {
        return leaseTime;
    }

    Duration patience() {
        return patience;
    }

    /** How long an owner may be out of touch before its run is taken over: 1 ms to 1 day. Default 30 s. */
    public JdbcRunStoreBuilder leaseTime(Duration time) {
        leaseTime = within("leaseTime", time, Duration.ofDays(1));
        return this;
    }

    /** After which time an operation gives up on a database that does not answer: 1 ms to 30 s. Default 30 s. */
    public JdbcRunStoreBuilder patience(Duration time) {
        patience = within("patience", time, Duration.ofSeconds(30));
        return this;
    }

    /** By which clock leases run out in a file; for tests. */
    JdbcRunStoreBuilder clock(Clock other) {
        clock = other;
        return this;
    }

    private static Duration within(String name, Duration time, Duration most) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + ": must be from 1 ms to " + most + ", was " + time);
        }
        return time;
    }

    /**
     * Opens the store.
     *
     * @throws dev.toolflow.run.RunIncompatibleException if what is there was written by a newer ToolFlow
     * @throws dev.toolflow.run.RunStoreException if it cannot be opened; says why, and what to do
     */
    public JdbcRunStore build() {
        return new JdbcRunStore(opening.open(this), leaseTime);
    }
}
