package dev.toolflow;

import dev.toolflow.tool.RateLimitStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets the calls of one model and key through as fast as its rates allow, tenants in turn. Of those who wait one, the leader,
 * sleeps until the first of them may go, and lets it go. Thread-safe.
 */
final class RateGate {
    private final ModelRates rates;
    private final Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<RateWaiter> waiting = new FairQueue<>();
    private final Map<String, CallNeed> queued = new HashMap<>();
    private @Nullable RateWaiter leader;

    RateGate(ModelRates rates, Sleeper sleeper) {
        this.rates = rates;
        this.sleeper = sleeper;
    }

    /** Whether it matters how many tokens a call has. */
    boolean countsTokens() {
        return rates.countsTokens();
    }

    /** What the leader sleeps for: the first of those who wait. */
    private record Nap(RateWaiter first, Duration length) {}

    /**
     * Waits for its turn and takes what it needs.
     *
     * @return false, and nothing was taken, when the run may start no call any more
     * @throws dev.toolflow.tool.ToolCallException.Transient when it would have to wait for too long; nothing was taken
     */
    boolean enter(RateWaiter waiter) {
        ModelRates.Hold hold = locked(() -> takenOrHeld(waiter));
        if (hold.isNone()) {
            return true;
        }
        waiter.requirePatience(hold);
        boolean letIn = false;
        locked(() -> queue(waiter));
        try {
            waiter.tell(hold);
            letIn = awaited(waiter);
        } finally {
            boolean stays = letIn;
            locked(() -> left(waiter, stays));
        }
        return letIn;
    }

    /** What its tenant has in the queue goes before it in any case, so it waits for as long as that needs, at least. */
    private ModelRates.Hold takenOrHeld(RateWaiter waiter) {
        CallNeed before = queued.getOrDefault(waiter.tenant(), CallNeed.NOTHING);
        ModelRates.Hold hold = rates.holdOf(waiter.need().plus(before));
        if (!waiting.isEmpty()) {
            return hold.longer(ModelRates.Hold.QUEUE);
        }
        if (hold.isNone()) {
            rates.take(waiter.need());
        }
        return hold;
    }

    private boolean queue(RateWaiter waiter) {
        waiting.add(waiter.tenant(), waiter);
        queued.merge(waiter.tenant(), waiter.need(), CallNeed::plus);
        if (leader == null) {
            leader = waiter;
        }
        return true;
    }

    private boolean awaited(RateWaiter waiter) {
        boolean goesOn = true;
        while (goesOn && !locked(waiter::isLetIn)) {
            goesOn = locked(() -> leader == waiter) ? led(waiter) : waiter.awaitsSignal();
        }
        return goesOn && waiter.mayStart();
    }

    /** Lets in who may go, and sleeps until the next may unless the leader went too; false to give up. */
    private boolean led(RateWaiter self) {
        Nap nap = locked(() -> letInAllThatMay(self));
        if (self == nap.first() && nap.length().isZero()) {
            return true;
        }
        boolean slept = false;
        boolean woken = false;
        try {
            slept = self.sleeps(sleeper, nap.length(), () -> locked(self::fallsAsleep));
        } finally {
            boolean whole = slept;
            woken = locked(() -> awoken(self, nap, whole));
        }
        return woken ? self.mayGoOn() : slept;
    }

    private Nap letInAllThatMay(RateWaiter self) {
        self.isAwake();
        while (!self.isLetIn()) {
            RateWaiter first = waiting.peek();
            if (first == null) {
                throw new IllegalStateException("a call that waits is not in its queue");
            }
            ModelRates.Hold hold = rates.holdOf(first.need());
            if (!hold.isNone()) {
                return new Nap(first, hold.length());
            }
            letInNext();
        }
        return new Nap(self, Duration.ZERO);
    }

    /**
     * The sleeper says when time has passed: whom the leader slept for goes, whatever the clock says, which in a test may
     * stand still.
     */
    private boolean awoken(RateWaiter self, Nap nap, boolean slept) {
        boolean woken = self.awakes();
        if (slept && !woken && waiting.peek() == nap.first()) {
            letInNext();
        }
        return woken;
    }

    private void letInNext() {
        RateWaiter next = waiting.poll();
        if (next != null) {
            forget(next);
            rates.take(next.need());
            next.letIn();
        }
    }

    private void forget(RateWaiter waiter) {
        queued.computeIfPresent(waiter.tenant(), (tenant, all) -> {
            CallNeed less = all.minus(waiter.need());
            return less.requests() == 0 ? null : less;
        });
    }

    /** It waits no more: gives back what it does not use, and hands on the lead. */
    private boolean left(RateWaiter waiter, boolean letIn) {
        if (waiting.remove(waiter.tenant(), waiter)) {
            forget(waiter);
        } else if (!letIn) {
            rates.giveBack(waiter.need());
        }
        if (leader == waiter) {
            leader = waiting.peek();
        }
        return wakeLeader();
    }

    private boolean wakeLeader() {
        RateWaiter leads = leader;
        if (leads != null) {
            leads.wake();
        }
        return leads != null;
    }

    /** What a call really took in place of what was estimated; whoever may go for that need not wait any longer. */
    void settled(CallNeed estimated, CallNeed real) {
        locked(() -> {
            rates.giveBack(estimated.minus(real));
            rates.take(real.minus(estimated));
            return wakeLeader();
        });
    }

    /** What the provider said in an answer. */
    void told(RateLimitStatus status) {
        locked(() -> {
            rates.told(status);
            return wakeLeader();
        });
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
