package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a failure keeps new work from starting: in a whole run, or in one item of it, which also halts with what is around it.
 * Thread-safe.
 */
final class Halt {
    private final @Nullable Halt around;
    private final Wakeups wakeups = new Wakeups();
    private final AtomicReference<@Nullable RuntimeException> culprit = new AtomicReference<>();
    private volatile boolean halted;

    private Halt(@Nullable Halt around) {
        this.around = around;
    }

    static Halt ofRun() {
        return new Halt(null);
    }

    /** That of an item: what halts it leaves this as it is. */
    Halt ofItem() {
        return new Halt(this);
    }

    /** That of the whole run. */
    Halt outermost() {
        return around == null ? this : around.outermost();
    }

    /** Nothing new starts, pauses end, calls under way are left to end. The first failure is the one that counts. */
    void halt(@Nullable RuntimeException failure) {
        culprit.compareAndSet(null, failure);
        halted = true;
        wakeups.wakeAll();
    }

    boolean isHalted() {
        return halted || (around != null && around.isHalted());
    }

    /** What halted this, if anything did. */
    Optional<RuntimeException> culprit() {
        return Optional.ofNullable(culprit.get());
    }

    /** Does the action when this halts, at once if it has; where an item and its run halt, perhaps once for each. */
    Registration onHalt(Runnable action) {
        Registration own = wakeups.register(action);
        if (around == null) {
            return own;
        }
        Registration outer = around.onHalt(action);
        return () -> {
            outer.close();
            own.close();
        };
    }
}
