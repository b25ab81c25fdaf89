package dev.toolflow.run;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs that wait for a worker of this process, in the order of their submission. One whose work threw waits before it is handed
 * out again: twice as long each time, up to a bound. Thread-safe.
 */
final class MemoryRunQueue implements RunQueue {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 20;

    private final Duration firstPause;
    /** By their ids, the earliest time at which they are handed out. */
    private final Map<String, Long> waiting = new LinkedHashMap<>();

    private final Set<String> underWay = new HashSet<>();
    private final Map<String, Integer> throwsInARow = new LinkedHashMap<>();

    MemoryRunQueue() {
        this(FIRST_PAUSE);
    }

    MemoryRunQueue(Duration firstPause) {
        this.firstPause = firstPause;
    }

    @Override
    public synchronized void submit(String runId) {
        waiting.putIfAbsent(Objects.requireNonNull(runId, "runId"), System.nanoTime());
        notifyAll();
    }

    @Override
    public Working work(Consumer<String> work, int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("atOnce: must be at least 1, was " + atOnce);
        }
        MemoryWorkers workers = new MemoryWorkers(this, work, atOnce);
        workers.start();
        return workers;
    }

    /** Waits for a run that may be worked on; null once these workers take no more. */
    synchronized @Nullable String take(MemoryWorkers workers) throws InterruptedException {
        while (workers.isOpen()) {
            String next = due();
            if (next != null) {
                waiting.remove(next);
                underWay.add(next);
                return next;
            }
            wait(millisUntilNext());
        }
        return null;
    }

    private @Nullable String due() {
        long now = System.nanoTime();
        for (Map.Entry<String, Long> entry : waiting.entrySet()) {
            if (entry.getValue() - now <= 0 && !underWay.contains(entry.getKey())) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Until the first of those that wait may be due; 0 where none is. A run under way is none of these. */
    private long millisUntilNext() {
        long now = System.nanoTime();
        return waiting.entrySet().stream()
                .filter(entry -> !underWay.contains(entry.getKey()))
                .mapToLong(entry -> TimeUnit.NANOSECONDS.toMillis(Math.max(0, entry.getValue() - now)) + 1)
                .min()
                .orElse(0);
    }

    /** The run has ended or waits. One that was submitted meanwhile is handed out once more. */
    synchronized void done(String runId) {
        underWay.remove(runId);
        throwsInARow.remove(runId);
        notifyAll();
    }

    /** Returns after which pause the run is handed out again. */
    synchronized Duration again(String runId) {
        underWay.remove(runId);
        int times = throwsInARow.merge(runId, 1, Integer::sum);
        Duration doubled = firstPause.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        Duration pause = doubled.compareTo(longest()) > 0 ? longest() : doubled;
        waiting.put(runId, System.nanoTime() + pause.toNanos());
        notifyAll();
        return pause;
    }

    private Duration longest() {
        return firstPause.compareTo(LONGEST_PAUSE) > 0 ? firstPause : LONGEST_PAUSE;
    }

    synchronized void wakeAll() {
        notifyAll();
    }
}
