package dev.toolflow.openai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The calls in flight, each stopped when its time is over. They are looked over when the first of them may be overdue, so that
 * nothing is woken for a call that is answered in time, as OkHttp's own timeouts do. The looks have a daemon thread, which ends when
 * none is planned. Thread-safe.
 */
final class Deadlines implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final long IDLE_SECONDS = 1;

    private final Set<Transit> inFlight = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Deadlines::daemon);
    private @Nullable Future<?> planned;
    private long look;

    Deadlines() {
        timer.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        // Once this is closed every call is stopped that comes.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "toolflow-call-deadline", 0, false);
        thread.setDaemon(true);
        return thread;
    }

    /** When a call ends that has so much time from now on, as {@link System#nanoTime()} tells it. */
    static long in(Duration timeLeft) {
        return System.nanoTime() + (timeLeft.compareTo(LONGEST) < 0 ? timeLeft : LONGEST).toNanos();
    }

    /** Watches a call until it is {@linkplain #remove removed}; nothing is watched when this throws. */
    void add(Transit transit) {
        inFlight.add(transit);
        try {
            lookAt(transit.deadline());
        } catch (RuntimeException | Error e) {
            inFlight.remove(transit);
            throw e;
        }
    }

    void remove(Transit transit) {
        inFlight.remove(transit);
    }

    /** Stops all of them, whatever time they have, and looks no more. */
    @Override
    public void close() {
        timer.shutdownNow();
        inFlight.forEach(Transit::cancel);
    }

    private synchronized void lookAt(long time) {
        Future<?> later = planned;
        if (later != null) {
            if (look - time <= 0) {
                return;
            }
            planned = null;
            later.cancel(false);
        }
        planned = timer.schedule(this::lookOver, Math.max(0, time - System.nanoTime()), TimeUnit.NANOSECONDS);
        look = time;
    }

    private void lookOver() {
        synchronized (this) {
            planned = null;
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
