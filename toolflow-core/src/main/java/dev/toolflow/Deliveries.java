package dev.toolflow;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads beside the workers: those that tell listeners, and the one that watches deadlines. All are daemons. */
final class Deliveries {
    private static final long IDLE_SECONDS = 1;

    private Deliveries() {}

    /** A thread for each listener that has something to hear, and none when there is silence. */
    static ExecutorService create() {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                StepThreads.daemons("toolflow-listener-"));
    }

    static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer =
                new ScheduledThreadPoolExecutor(1, StepThreads.daemons("toolflow-deadline-"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        return timer;
    }

    /** Waits so long for what is still to be told; an interrupt ends the waiting and is kept. */
    static void endWithin(ExecutorService executor, Duration longest) {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
