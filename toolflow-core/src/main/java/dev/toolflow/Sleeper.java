package dev.toolflow;

import java.time.Duration;

/** Waits between the calls of an attempt; replaced in tests so that they need not wait. Thread-safe. */
@FunctionalInterface
public interface Sleeper {
    /**
     * Waits that long.
     *
     * @throws InterruptedException when the run is cancelled meanwhile
     */
    void sleep(Duration pause) throws InterruptedException;

    /** Really waits. */
    static Sleeper system() {
        return pause -> java.util.concurrent.TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    }
}
