package dev.toolflow;

import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Transient.Held;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One call that waits for its turn under a rate limit. What changes is guarded by its {@link RateGate}, unless said otherwise. */
final class RateWaiter {
    private final StepContext context;
    private final Sending.Asked asked;
    private final CallNeed need;
    private final Semaphore signals = new Semaphore(0);
    private boolean letIn;
    private boolean woken;
    private @Nullable Thread sleeping;

    RateWaiter(StepContext context, Sending.Asked asked, CallNeed need) {
        this.context = context;
        this.asked = asked;
        this.need = need;
    }

    CallNeed need() {
        return need;
    }

    String tenant() {
        return context.tenant();
    }

    boolean mayStart() {
        return context.scope().mayStart();
    }

    /**
     * A wait that ends when its step or run has ended too is none: the call fails at once, and so does one for longer than the
     * engine waits at a provider's word where another model can be asked instead.
     */
    void requirePatience(ModelRates.Hold hold) {
        Duration patience = asked.patience();
        if (patience != null && hold.length().compareTo(patience) > 0) {
            throw tooLong(hold, "another model can be asked");
        }
        Optional<Duration> left = context.scope().timeLeft();
        if (left.isPresent() && hold.length().compareTo(left.get()) >= 0) {
            throw tooLong(hold, "its step or run has " + left.get() + " left");
        }
    }

    private ToolCallException tooLong(ModelRates.Hold hold, String why) {
        return new ToolCallException.Transient(
                "step '" + context.id() + "': " + reason(hold) + " would hold the call up for at least "
                        + hold.length() + " and " + why
                        + "; nothing was sent: raise the limit or the deadline, or name a fallback",
                Held.RATE_LIMITED,
                hold.length());
    }

    /** Needs no guard. */
    void tell(ModelRates.Hold hold) {
        context.journal().heldUp(context.id(), asked.attempt(), hold.length(), reason(hold));
    }

    private String reason(ModelRates.Hold hold) {
        return hold.what() + " of model " + asked.request().model();
    }

    boolean isLetIn() {
        return letIn;
    }

    void letIn() {
        letIn = true;
        wake();
    }

    /** Something changed that it should look at. */
    void wake() {
        woken = true;
        Thread sleeper = sleeping;
        if (sleeper != null) {
            sleeper.interrupt();
        }
        signals.release();
    }

    /** Looks at all that has changed so far. */
    void isAwake() {
        woken = false;
    }

    /** False when something has changed since it looked last. */
    boolean fallsAsleep() {
        if (!woken) {
            sleeping = Thread.currentThread();
        }
        return !woken;
    }

    /** Once this returns nobody interrupts it; true when something has changed. */
    boolean awakes() {
        sleeping = null;
        return woken;
    }

    /** Waits until something changes; false to give up. Needs no guard. */
    boolean awaitsSignal() {
        return context.scope().waits(signals::acquire);
    }

    /** Sleeps until that time has passed; false when something ended the sleep. Needs no guard. */
    boolean sleeps(Sleeper sleeper, Duration length, BooleanSupplier fallsAsleep) {
        return UserCode.call(
                context.id(),
                "the engine's sleeper",
                () -> context.scope().waits(() -> {
                    if (fallsAsleep.getAsBoolean()) {
                        sleeper.sleep(length);
                    }
                }));
    }

    /** After a sleep that did not last: whether it was woken, and not its run stopped. Needs no guard. */
    boolean mayGoOn() {
        context.scope().keepOwnInterruptOnly();
        return mayStart();
    }
}
