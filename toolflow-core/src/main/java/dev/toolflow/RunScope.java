package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether a run may go on, and what is to be woken when it may not. Thread-safe. */
final class RunScope {
    private static final Logger LOG = LoggerFactory.getLogger(RunScope.class);

    private final Clock clock;
    private final @Nullable Instant deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final NavigableMap<Long, Runnable> wakeups = new TreeMap<>();
    private final NavigableMap<Long, Runnable> pauses = new TreeMap<>();
    private long registered;
    private volatile @Nullable RunStatus stoppedAs;
    private volatile boolean halted;
    private volatile @Nullable RuntimeException culprit;

    RunScope(Clock clock, @Nullable Duration longest) {
        this.clock = clock;
        this.deadline = longest == null ? null : clock.instant().plus(longest);
    }

    /** Stops the run once: the latest registered is woken first, so a socket is closed before its thread is interrupted. */
    void stop(RunStatus as) {
        lock.lock();
        try {
            if (stoppedAs == null) {
                stoppedAs = as;
                while (!wakeups.isEmpty()) {
                    wake(wakeups.pollLastEntry().getValue());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Stops the run if its time is over, whoever noticed first. */
    void stopIfLate() {
        if (timeLeft().map(Duration::isZero).orElse(false)) {
            stop(RunStatus.TIMED_OUT);
        }
    }

    /** A step failed: nothing new starts, pauses end, calls under way are left to end. The first failure is the run's. */
    void halt(@Nullable RuntimeException failure) {
        lock.lock();
        try {
            if (culprit == null) {
                culprit = failure;
            }
            halted = true;
            pauses.values().forEach(RunScope::wake);
            pauses.clear();
        } finally {
            lock.unlock();
        }
    }

    /** What made the run halt, if anything did. */
    Optional<RuntimeException> culprit() {
        return Optional.ofNullable(culprit);
    }

    /** Returns whether a step, an attempt or a call may still begin. */
    boolean mayStart() {
        return !halted && !isStopped();
    }

    boolean isStopped() {
        return stoppedAs != null;
    }

    Optional<RunStatus> stoppedAs() {
        return Optional.ofNullable(stoppedAs);
    }

    Registration onStop(Runnable action) {
        return register(action, wakeups, this::isStopped);
    }

    /** Like {@link #onStop}, for what also ends when a step has failed. */
    Registration onHalt(Runnable action) {
        return register(action, pauses, () -> halted);
    }

    private Registration register(Runnable action, Map<Long, Runnable> waiting, BooleanSupplier over) {
        long number;
        lock.lock();
        try {
            if (over.getAsBoolean()) {
                wake(action);
                return () -> {};
            }
            number = registered++;
            waiting.put(number, action);
        } finally {
            lock.unlock();
        }
        return () -> {
            lock.lock();
            try {
                waiting.remove(number);
            } finally {
                lock.unlock();
            }
        };
    }

    /** Something to wait for, which an interrupt ends. */
    @FunctionalInterface
    interface Wait {
        void await() throws InterruptedException;
    }

    /** Waits unless the run ends or a step fails; returns whether the run may go on. Within {@link #interruptibly}. */
    boolean waits(Wait wait) {
        keepOwnInterruptOnly();
        Registration halt = onHalt(Thread.currentThread()::interrupt);
        try {
            wait.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            halt.close();
        }
        return mayStart() && !Thread.currentThread().isInterrupted();
    }

    /** Does the work so that stopping the run interrupts it; the thread is given back without any interrupt. */
    <T> T interruptibly(Supplier<T> work) {
        Thread worker = Thread.currentThread();
        Registration interrupt = onStop(worker::interrupt);
        try {
            return work.get();
        } finally {
            interrupt.close();
            Thread.interrupted();
        }
    }

    /** Forgets an interrupt that the user's code left behind, but not one that stopping the run sent. */
    void keepOwnInterruptOnly() {
        if (Thread.interrupted() && isStopped()) {
            Thread.currentThread().interrupt();
        }
    }

    /** One action that throws must not keep the others asleep. */
    private static void wake(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            LOG.warn("an onCancel action threw {}", e.getClass().getName());
        }
    }

    /** How long the run may still take; empty when it has no deadline. */
    Optional<Duration> timeLeft() {
        return Optional.ofNullable(deadline).map(end -> {
            Duration left = Duration.between(clock.instant(), end);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }
}
