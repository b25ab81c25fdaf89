package dev.toolflow;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The threads that steps run on, and the steps that wait for one, tenants in turn. All are daemons. Thread-safe. */
final class Workers {
    /** So many threads of the system's do no harm. */
    private static final int MOST_THREADS = 1_024;

    /** A step's way to one of these and back takes less time than to a virtual one, and few steps at once need no more. */
    private static final int FEW = 4;

    private static final long IDLE_SECONDS = 10;
    private static final ThreadLocal<@Nullable Handed> HANDED = new ThreadLocal<>();

    private final ExecutorService threads;
    private final @Nullable ThreadShares shares;
    private final FairQueue<Work> waiting = new FairQueue<>();
    private final Semaphore beside = new Semaphore(MOST_THREADS, true);

    private Workers(ExecutorService threads, @Nullable ThreadShares shares) {
        this.threads = threads;
        this.shares = shares;
    }

    private record Work(String tenant, Runnable code) {}

    /**
     * {@value #FEW} threads of the system's and a virtual one for each step beyond, where the JDK has them (21 and later), so that none
     * waits here; else a pool of at most {@value #MOST_THREADS} threads. It has more than the calls in flight, so that a tenant whose steps wait for a rate or a
     * repeat may hold as many as these and leaves some to others.
     */
    static Workers create(int callsInFlight) {
        return hasVirtualThreads()
                ? new Workers(fewThen(virtual()), null)
                : pool(ThreadShares.threadsFor(callsInFlight, MOST_THREADS));
    }

    /** One that takes each work when it is asked for, and never waits. */
    static Workers on(ExecutorService threads) {
        return new Workers(threads, null);
    }

    static Workers pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("toolflow-step-"));
        pool.allowCoreThreadTimeOut(true);
        return new Workers(pool, new ThreadShares(size));
    }

    /** For what does nothing but wait: a virtual thread each where the JDK has them, else those threads. No run interrupts them. */
    static Executor waitingOn(Executor threads) {
        return hasVirtualThreads() ? virtual() : threads;
    }

    private static ExecutorService fewThen(ExecutorService virtual) {
        return new ThreadPoolExecutor(
                0,
                FEW,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                daemons("toolflow-step-"),
                (work, few) -> {
                    if (few.isShutdown()) {
                        throw closed();
                    }
                    virtual.execute(work);
                });
    }

    private static RejectedExecutionException closed() {
        return new RejectedExecutionException("the engine is closed");
    }

    private static boolean hasVirtualThreads() {
        return Runtime.version().feature() >= 21;
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
    Runnable execute(String tenant, Runnable code) {
        Work work = new Work(tenant, code);
        synchronized (waiting) {
            if (threads.isShutdown()) {
                throw closed();
            }
            waiting.add(tenant, work);
            if (shares == null) {
                threads.execute(this::workOnce);
            } else {
                beginAllThatMay(shares);
            }
        }
        return () -> {
            synchronized (waiting) {
                waiting.remove(tenant, work);
            }
        };
    }

    /** Does the last part of a run's work: what it leads to may be handed on to the same thread. */
    void handingOn(Object run, Runnable last) {
        Handed own = HANDED.get();
        if (own == null) {
            last.run();
        } else {
            own.during(run, last);
        }
    }

    /**
     * Has the work done by this thread as soon as its own work is done: another one would have to be woken.
     *
     * @return false if this thread does not do the last part of a work of this run, or somebody waits for a turn; the work is not
     *     done then
     */
    boolean handsOn(Object run, Runnable code) {
        Handed own = HANDED.get();
        if (own == null) {
            return false;
        }
        synchronized (waiting) {
            return waiting.isEmpty() && !threads.isShutdown() && own.take(run, code);
        }
    }

    /** Does a work on this thread, and what is handed on to it, though it fail. */
    private void work(Runnable first) {
        Handed around = HANDED.get();
        Handed own = new Handed();
        HANDED.set(own);
        try {
            for (Runnable code = first; code != null; code = own.next()) {
                code.run();
            }
        } finally {
            HANDED.remove();
            if (around != null) {
                HANDED.set(around);
            }
            Runnable left = own.next();
            if (left != null) {
                work(left);
            }
        }
    }

    /** A thread of its own for each work, which is whose turn it is when it begins. */
    private void workOnce() {
        Work next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        if (next != null) {
            work(next.code());
        }
    }

    /** The pool's queue holds no more than the pool has threads: all others wait where tenants take turns. */
    private void beginAllThatMay(ThreadShares held) {
        for (Work next = next(held); next != null; next = next(held)) {
            Work first = next;
            threads.execute(() -> workOn(first, held));
        }
    }

    private @Nullable Work next(ThreadShares held) {
        Work next = held.areLeft() ? waiting.poll(held::mayTake) : null;
        if (next != null) {
            held.take(next.tenant());
        }
        return next;
    }

    private void workOn(Work first, ThreadShares held) {
        for (Work next = first; next != null; next = nextAfter(next, held)) {
            work(next.code());
        }
    }

    private @Nullable Work nextAfter(Work done, ThreadShares held) {
        synchronized (waiting) {
            held.giveBack(done.tenant());
            Work next = next(held);
            if (!threads.isShutdown()) {
                beginAllThatMay(held);
            }
            return next;
        }
    }

    /** Places for {@value #MOST_THREADS} threads that do code of the user's beside its step. */
    Semaphore beside() {
        return beside;
    }

    /** Begins no more work; what was begun goes on. */
    void shutdown() {
        synchronized (waiting) {
            threads.shutdown();
        }
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
