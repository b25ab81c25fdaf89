package dev.toolflow;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The threads that steps run on, and the steps that wait for one, tenants in turn. All are daemons. Thread-safe. */
final class Workers {
    /** So many threads of the system's do no harm. */
    private static final int MOST_THREADS = 1_024;

    private static final int UNBOUNDED = Integer.MAX_VALUE;
    private static final long IDLE_SECONDS = 10;

    private final ExecutorService threads;
    private final int most;
    private final FairQueue<Runnable> waiting = new FairQueue<>();
    private int working;

    private Workers(ExecutorService threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    /**
     * A virtual thread per step where the JDK has them (21 and later), so that none waits here; else a pool as large as the
     * calls in flight, of at most {@value #MOST_THREADS} threads.
     */
    static Workers create(int callsInFlight) {
        return Runtime.version().feature() >= 21
                ? new Workers(virtual(), UNBOUNDED)
                : pool(Math.min(callsInFlight, MOST_THREADS));
    }

    static Workers pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("toolflow-step-"));
        pool.allowCoreThreadTimeOut(true);
        return new Workers(pool, size);
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this JDK says it is 21 or later and has no virtual threads", e);
        }
    }

    /**
     * Does the work when its tenant's turn comes. What waits is bounded by the steps and items of the runs admitted.
     *
     * @return takes the work back if it was not begun
     * @throws RejectedExecutionException after {@link #shutdown()}; the work is not done
     */
    Runnable execute(String tenant, Runnable work) {
        synchronized (waiting) {
            waiting.add(tenant, work);
            if (working < most) {
                begin(tenant, work);
            }
        }
        return () -> {
            synchronized (waiting) {
                waiting.remove(tenant, work);
            }
        };
    }

    private void begin(String tenant, Runnable work) {
        try {
            threads.execute(most == UNBOUNDED ? this::workOnce : this::work);
            working += most == UNBOUNDED ? 0 : 1;
        } catch (RejectedExecutionException e) {
            waiting.remove(tenant, work);
            throw e;
        }
    }

    /** The pool's queue holds no more than the pool has threads: all others wait where tenants take turns. */
    private void work() {
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    /** A thread of its own for each work, which is whose turn it is when it begins. */
    private void workOnce() {
        Runnable next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable next = waiting.poll();
            if (next == null) {
                working--;
            }
            return next;
        }
    }

    /** Begins no more work; what was begun goes on. */
    void shutdown() {
        threads.shutdown();
    }

    static ThreadFactory daemons(String prefix) {
        AtomicLong count = new AtomicLong();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
