package dev.toolflow;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How the commits of an engine's runs are made: on which threads, and how long one is held back that can wait for what comes
 * next. One look at all runs that hold something back has it written. Thread-safe.
 */
final class Committing {
    /** Many times what a run takes from an accepted step to its next call, and little to a person who looks at it. */
    private static final long LONGEST_MILLIS = 10;

    private final Executor threads;
    private final ScheduledExecutorService timer = Deliveries.timer();
    private final Set<RunCommitter> holding = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean planned = new AtomicBoolean();

    /** @param threads those that no run interrupts */
    Committing(Executor threads) {
        this.threads = threads;
    }

    /** @throws RejectedExecutionException when the engine is closed */
    void execute(Runnable commits) {
        threads.execute(commits);
    }

    /** A run has something to write that can wait for a moment. */
    void holdBack(RunCommitter run) {
        holding.add(run);
        if (planned.compareAndSet(false, true)) {
            Future<?> unused = timer.schedule(this::look, LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** What a run held back is being written. */
    void holdBackNoLonger(RunCommitter run) {
        holding.remove(run);
    }

    private void look() {
        planned.set(false);
        holding.forEach(RunCommitter::press);
    }
}
