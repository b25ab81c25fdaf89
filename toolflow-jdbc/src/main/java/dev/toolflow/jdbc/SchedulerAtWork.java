package dev.toolflow.jdbc;

import com.github.kagkarlsson.scheduler.Scheduler;
import dev.toolflow.run.RunQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/** A worker of the queue. Closing it waits for the runs under way; when that wait is interrupted, they are interrupted too. */
final class SchedulerAtWork implements RunQueue.Working {
    /** Longer than any run: a worker that closes waits for its runs, however long they take. */
    static final Duration LONGEST = Duration.ofDays(365);

    private final Scheduler scheduler;
    private final ExecutorService runs;
    private final Runnable afterwards;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);

    SchedulerAtWork(Scheduler scheduler, ExecutorService runs, Runnable afterwards) {
        this.scheduler = scheduler;
        this.runs = runs;
        this.afterwards = afterwards;
    }

    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            new DaemonThreads("toolflow-queue-closing").newThread(this::stop).start();
        }
        try {
            stopped.await();
        } catch (InterruptedException e) {
            runs.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        try {
            scheduler.stop();
            afterwards.run();
        } finally {
            stopped.countDown();
        }
    }
}
