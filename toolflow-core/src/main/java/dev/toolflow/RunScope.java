package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run may go on, and what is to be woken when it may not; or a part of a run, which stops with the run, and by itself
 * when its own time is over. Thread-safe.
 */
final class RunScope {
    private final Clock clock;
    private final @Nullable RunScope around;
    private final @Nullable Instant deadline;
    private final Wakeups stops;
    private final AtomicReference<@Nullable RunStatus> stoppedAs;
    private final Halt halt;

    RunScope(Clock clock, @Nullable Duration longest) {
        this(clock, null, longest, Halt.ofRun());
    }

    private RunScope(Clock clock, @Nullable RunScope around, @Nullable Duration longest, Halt halt) {
        this.clock = clock;
        this.around = around;
        this.deadline = longest == null ? null : clock.instant().plus(longest);
        this.stops = new Wakeups();
        this.stoppedAs = new AtomicReference<>();
        this.halt = halt;
    }

    /** The same time and the same stops, but a halt of its own. */
    private RunScope(RunScope same, Halt halt) {
        this.clock = same.clock;
        this.around = same.around;
        this.deadline = same.deadline;
        this.stops = same.stops;
        this.stoppedAs = same.stoppedAs;
        this.halt = halt;
    }

    /** A part of this that has so much time of its own; its work is done within {@link #interruptibly} of that part. */
    RunScope part(Duration longest) {
        return new RunScope(clock, this, longest, halt);
    }

    /** An item of this, in which a failure halts what is new in that item only; it is stopped as this is, not by itself. */
    RunScope item() {
        return new RunScope(this, halt.ofItem());
    }

    /** Returns whether this has an end of its own within a run, so that it may be over while the run goes on. */
    boolean isPart() {
        return around != null;
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
     * A step failed: nothing new starts in the whole run, or in the item that this belongs to; pauses end, calls under way are
     * left to end. The first failure is the run's.
     */
    void halt(@Nullable RuntimeException failure) {
        halt.halt(failure);
    }

    /** The same for the whole run, wherever in it this is. */
    void haltRun(RuntimeException failure) {
        halt.outermost().halt(failure);
    }

    /** What made this halt, if anything did. */
    Optional<RuntimeException> culprit() {
        return halt.culprit();
    }

    /** Returns whether a step, an attempt or a call may still begin. */
    boolean mayStart() {
        return !halt.isHalted() && stoppedAs.get() == null && (around == null || around.mayStart());
    }

    /** Returns whether a step failed that halts this. */
    boolean isHalted() {
        return halt.isHalted();
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
        return halt.onHalt(action);
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
        Optional<Duration> own = ownTimeLeft();
        Optional<Duration> outer = around == null ? Optional.empty() : around.timeLeft();
        if (own.isEmpty() || outer.isEmpty()) {
            return own.isEmpty() ? outer : own;
        }
        return own.get().compareTo(outer.get()) <= 0 ? own : outer;
    }

    private Optional<Duration> ownTimeLeft() {
        return Optional.ofNullable(deadline).map(end -> {
            Duration left = Duration.between(clock.instant(), end);
            return left.isNegative() ? Duration.ZERO : left;
        });
    }
}
