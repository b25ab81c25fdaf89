package dev.toolflow;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends runs and steps whose time is over. Thread-safe. */
final class Deadlines {
    private final ScheduledExecutorService timer = Deliveries.timer();

    /**
     * Watches the time of a run or a step, if it has an end; a run that comes when this is closed is cancelled.
     *
     * @param longest how long it may take, or null
     * @return ends the watch
     */
    Runnable arm(RunScope scope, @Nullable Duration longest) {
        if (longest == null) {
            return () -> {};
        }
        try {
            ScheduledFuture<?> alarm =
                    timer.schedule(() -> scope.stop(RunStatus.TIMED_OUT), longest.toMillis(), TimeUnit.MILLISECONDS);
            return () -> alarm.cancel(false);
        } catch (RejectedExecutionException e) {
            scope.stop(RunStatus.CANCELLED);
            return () -> {};
        }
    }

    /** Watches no run any more. */
    void close() {
        timer.shutdownNow();
    }
}
