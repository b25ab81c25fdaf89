package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run may go on, and what is to be woken when it may not; or a part of a run, which stops with the run, and by itself
 * when its own time is over. Thread-safe.
 */
final class RunScope {
    private final Clock clock;
    private final @Nullable RunScope around;
    private final @Nullable Instant deadline;
    private final Wakeups stops = new Wakeups();
    private final Wakeups halts = new Wakeups();
    private final AtomicReference<@Nullable RunStatus> stoppedAs = new AtomicReference<>();
    private final AtomicReference<@Nullable RuntimeException> culprit = new AtomicReference<>();
    private volatile boolean halted;

    RunScope(Clock clock, @Nullable Duration longest) {
        this(clock, null, longest);
    }

    private RunScope(Clock clock, @Nullable RunScope around, @Nullable Duration longest) {
        this.clock = clock;
        this.around = around;
        this.deadline = longest == null ? null : clock.instant().plus(longest);
    }

    /** A part of this that has so much time of its own; its work is done within {@link #interruptibly} of that part. */
    RunScope part(Duration longest) {
        return new RunScope(clock, this, longest);
    }

    /** Stops this and its parts, once: the latest registered is woken first. */
    void stop(RunStatus as) {
        stoppedAs.compareAndSet(null, as);
        stops.wakeAll();
    }

    /** Stops what has no time left, whoever noticed first: this, or what it is a part of. */
    void stopIfLate() {
        if (around != null) {
            around.stopIfLate();
        }
        if (ownTimeLeft().map(Duration::isZero).orElse(false)) {
            stop(RunStatus.TIMED_OUT);
        }
    }

    /**
     * A step failed: nothing new starts in the whole run, pauses end, calls under way are left to end. The first failure is
     * the run's.
     */
    void halt(@Nullable RuntimeException failure) {
        if (around != null) {
            around.halt(failure);
            return;
        }
        culprit.compareAndSet(null, failure);
        halted = true;
        halts.wakeAll();
    }

    /** What made the run halt, if anything did. */
    Optional<RuntimeException> culprit() {
        return Optional.ofNullable(culprit.get());
    }

    /** Returns whether a step, an attempt or a call may still begin. */
    boolean mayStart() {
        return !halted && stoppedAs.get() == null && (around == null || around.mayStart());
    }

    /** Returns whether a step failed that stops the run. */
    boolean isHalted() {
        return halted;
    }

    boolean isStopped() {
        return stoppedAs.get() != null || (around != null && around.isStopped());
    }

    /** Returns whether this alone was stopped, and not what it is a part of. */
    boolean isStoppedAlone() {
        return isStopped() && around != null && !around.isStopped();
    }

    Optional<RunStatus> stoppedAs() {
        return Optional.ofNullable(stoppedAs.get());
    }

    Registration onStop(Runnable action) {
        return stops.register(action);
    }

    /** Like {@link #onStop}, for what also ends when a step has failed. */
    Registration onHalt(Runnable action) {
        return around == null ? halts.register(action) : around.onHalt(action);
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

    /**
     * Does the work so that stopping this interrupts it; the thread is given back without any interrupt, but for one of what
     * this is a part of.
     */
    <T> T interruptibly(Supplier<T> work) {
        Thread worker = Thread.currentThread();
        Registration outer = around == null ? () -> {} : around.onStop(() -> stop(RunStatus.CANCELLED));
        Registration interrupt = onStop(worker::interrupt);
        try {
            return work.get();
        } finally {
            interrupt.close();
            outer.close();
            if (Thread.interrupted() && around != null && around.isStopped()) {
                worker.interrupt();
            }
        }
    }

    /** Forgets an interrupt that the user's code left behind, but not one that stopping the run sent. */
    void keepOwnInterruptOnly() {
        if (Thread.interrupted() && isStopped()) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long this may still take; empty when neither it nor what it is a part of has a deadline. */
    Optional<Duration> timeLeft() {
        return Stream.concat(ownTimeLeft().stream(), Stream.ofNullable(around).flatMap(run -> run.timeLeft().stream()))
                .min(Duration::compareTo);
    }

    private Optional<Duration> ownTimeLeft() {
        return Optional.ofNullable(deadline).map(end -> {
            Duration left = Duration.between(clock.instant(), end);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }
}
