package dev.toolflow;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** The threads that steps run on, and the steps that wait for one, tenants in turn. All are daemons. Thread-safe. */
final class Workers {
    /** So many threads of the system's do no harm. */
    private static final int MOST_THREADS = 1_024;

    private static final ThreadLocal<@Nullable Handed> HANDED = new ThreadLocal<>();

    private final ExecutorService threads;
    private final @Nullable ThreadShares shares;
    private final FairQueue<Work> waiting = new FairQueue<>();
    private final Semaphore beside = new Semaphore(MOST_THREADS, true);

    private Workers(ExecutorService threads, @Nullable ThreadShares shares) {
        this.threads = threads;
        this.shares = shares;
    }

    /** A work that waits; two of the same code are two. */
    private static final class Work {
        private final String tenant;
        private final Runnable code;

        Work(String tenant, Runnable code) {
            this.tenant = tenant;
            this.code = code;
        }
    }

    /**
     * A few threads of the system's and a virtual one for each step beyond, where the JDK has them (21 and later), so that none
     * waits here; else a pool of at most {@value #MOST_THREADS} threads. It has more than the calls in flight, so that a tenant whose
     * steps wait for a rate or a repeat may hold as many as these and leaves some to others.
     */
    static Workers create(int callsInFlight) {
        return StepThreads.canBeVirtual()
                ? new Workers(StepThreads.fewOfTheSystemThenVirtual(), null)
                : pool(ThreadShares.threadsFor(callsInFlight, MOST_THREADS));
    }

    /** One that takes each work when it is asked for, and never waits. */
    static Workers on(ExecutorService threads) {
        return new Workers(threads, null);
    }

    /** As many threads as there are shares. */
    static Workers pool(int size) {
        return new Workers(StepThreads.ofTheSystem(), new ThreadShares(size));
    }

    /** For what does nothing but wait: a virtual thread each where the JDK has them, else those threads. No run interrupts them. */
    static Executor waitingOn(Executor threads) {
        return StepThreads.canBeVirtual() ? StepThreads.virtual() : threads;
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
                throw new RejectedExecutionException("the engine is closed");
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
     * @return false if this thread does not do the last part of a work of this run, or somebody waits for a turn, or its tenant has
     *     more than its share of threads by now; the work is not done then
     */
    boolean handsOn(Object run, String tenant, Runnable code) {
        Handed own = HANDED.get();
        if (own == null) {
            return false;
        }
        synchronized (waiting) {
            boolean mayKeep = shares == null || shares.mayKeep(tenant);
            return mayKeep && waiting.isEmpty() && !threads.isShutdown() && own.take(run, code);
        }
    }

    /** Does a work on this thread, and what is handed on to it, though it fail. */
    private void work(Runnable first) {
        Handed around = HANDED.get();
        Handed own = new Handed();
        HANDED.set(own);
        try {
            for (Runnable code = first; code != null; code = own.next()) {
                forgetInterrupt();
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

    /** What code of an earlier work left behind, when nothing of it was to be stopped any more. */
    private static boolean forgetInterrupt() {
        return Thread.interrupted();
    }

    /** A thread of its own for each work, which is whose turn it is when it begins. */
    private void workOnce() {
        Work next;
        synchronized (waiting) {
            next = waiting.poll();
        }
        if (next != null) {
            work(next.code);
        }
    }

    /** No more than there are threads: all others wait where tenants take turns. */
    private void beginAllThatMay(ThreadShares held) {
        for (Work next = next(held); next != null; next = next(held)) {
            Work first = next;
            threads.execute(() -> workOn(first, held));
        }
    }

    private @Nullable Work next(ThreadShares held) {
        Work next = held.areLeft() ? waiting.poll(held::mayTake) : null;
        if (next != null) {
            held.take(next.tenant);
        }
        return next;
    }

    private void workOn(Work first, ThreadShares held) {
        for (Work next = first; next != null; next = nextAfter(next, held)) {
            boolean done = false;
            try {
                work(next.code);
                done = true;
            } finally {
                if (!done) {
                    gone(next, held);
                }
            }
        }
    }

    /** The thread ends of what the work threw; another takes its place. */
    private void gone(Work failed, ThreadShares held) {
        synchronized (waiting) {
            held.giveBack(failed.tenant);
            if (!threads.isShutdown()) {
                beginAllThatMay(held);
            }
        }
    }

    private @Nullable Work nextAfter(Work done, ThreadShares held) {
        synchronized (waiting) {
            held.giveBack(done.tenant);
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
}
