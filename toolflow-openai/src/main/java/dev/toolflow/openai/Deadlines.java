package dev.toolflow.openai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The calls in flight, each stopped when its time is over. They are looked over when the first of them may be overdue, so that
 * nothing is woken for a call that is answered in time, as OkHttp's own timeouts do. Thread-safe.
 */
final class Deadlines {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final Set<Transit> inFlight = ConcurrentHashMap.newKeySet();
    private boolean planned;
    private long look;

    /** When a call ends that has so much time from now on, as {@link System#nanoTime()} tells it. */
    static long in(Duration timeLeft) {
        return System.nanoTime() + (timeLeft.compareTo(LONGEST) < 0 ? timeLeft : LONGEST).toNanos();
    }

    void add(Transit transit) {
        inFlight.add(transit);
        lookAt(transit.deadline());
    }

    void remove(Transit transit) {
        inFlight.remove(transit);
    }

    /** Stops all of them, whatever time they have. */
    void cancelAll() {
        inFlight.forEach(Transit::cancel);
    }

    private void lookAt(long time) {
        synchronized (this) {
            if (planned && look - time <= 0) {
                return;
            }
            planned = true;
            look = time;
        }
        CompletableFuture.delayedExecutor(Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS, Runnable::run)
                .execute(() -> lookOver(time));
    }

    private void lookOver(long time) {
        synchronized (this) {
            if (!planned || look != time) {
                // An earlier one took its place.
                return;
            }
            planned = false;
        }
        List<Transit> late = new ArrayList<>();
        long now = System.nanoTime();
        long left = Long.MAX_VALUE;
        for (Transit transit : inFlight) {
            long own = transit.deadline() - now;
            if (own <= 0) {
                late.add(transit);
            } else {
                left = Math.min(left, own);
            }
        }
        if (left != Long.MAX_VALUE) {
            lookAt(now + left);
        }
        late.forEach(Transit::expire);
    }
}
