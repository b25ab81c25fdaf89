package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Whether a run may go on, and what is to be woken when it may not. Thread-safe. */
final class RunScope {
    private final Clock clock;
    private final @Nullable Instant deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Object, Runnable> wakeups = new LinkedHashMap<>();
    private volatile @Nullable RunStatus stoppedAs;

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
                List<Runnable> latestFirst = new ArrayList<>(wakeups.values());
                wakeups.clear();
                Collections.reverse(latestFirst);
                latestFirst.forEach(Runnable::run);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isStopped() {
        return stoppedAs != null;
    }

    Optional<RunStatus> stoppedAs() {
        return Optional.ofNullable(stoppedAs);
    }

    Registration onStop(Runnable action) {
        Object key = new Object();
        lock.lock();
        try {
            if (isStopped()) {
                action.run();
                return () -> {};
            }
            wakeups.put(key, action);
        } finally {
            lock.unlock();
        }
        return () -> {
            lock.lock();
            try {
                wakeups.remove(key);
            } finally {
                lock.unlock();
            }
        };
    }

    /** Runs the work so that stopping the run interrupts it; the thread is given back without that interrupt. */
    void interruptibly(Runnable work) {
        Thread worker = Thread.currentThread();
        Registration interrupt = onStop(worker::interrupt);
        try {
            work.run();
        } finally {
            interrupt.close();
            if (isStopped()) {
                Thread.interrupted();
            }
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
