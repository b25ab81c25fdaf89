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
 * sleeps until the first of them may go, and lets it go. What is kept for calls that were let in and are not sent yet is
 * nobody else's, but counts from when they are sent. Thread-safe.
 */
final class RateGate {
    private final ModelRates rates;
    private final Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final FairQueue<RateWaiter> waiting = new FairQueue<>();
    private final Map<String, CallNeed> queued = new HashMap<>();
    private CallNeed kept = CallNeed.NOTHING;
    private @Nullable RateWaiter leader;

    RateGate(ModelRates rates, Sleeper sleeper) {
        this.rates = rates;
        this.sleeper = sleeper;
    }

    /** Whether it matters how many tokens a call has. */
    boolean countsTokens() {
        return rates.countsTokens();
    }

    /** Whether nothing of its rates is used. */
    boolean isWhole() {
        return locked(rates::isWhole);
    }

    /** What the leader sleeps for: the first of those who wait. Endless where only calls under way can make room for it. */
    private record Nap(RateWaiter first, Duration length, boolean endless) {}

    /**
     * Waits for its turn, after which what it needs is kept for it until it goes or stays.
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
        ModelRates.Hold hold = rates.holdOf(waiter.need().plus(before).plus(kept));
        if (!waiting.isEmpty()) {
            return hold.longer(ModelRates.Hold.QUEUE);
        }
        if (hold.isNone()) {
            kept = kept.plus(waiter.need());
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
        if (nap.endless()) {
            return self.awaitsSignal();
        }
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
            ModelRates.Hold hold = rates.holdOf(first.need().plus(kept));
            if (!hold.isNone()) {
                return new Nap(first, hold.length(), !hasRoomFor(first));
            }
            letInNext();
        }
        return new Nap(self, Duration.ZERO, false);
    }

    private boolean hasRoomFor(RateWaiter first) {
        return kept.isNothing() || rates.canHold(first.need().plus(kept));
    }

    /**
     * The sleeper says when time has passed: whom the leader slept for goes, whatever the clock says, which in a test may
     * stand still.
     */
    private boolean awoken(RateWaiter self, Nap nap, boolean slept) {
        boolean woken = self.awakes();
        if (slept && !woken && waiting.peek() == nap.first() && hasRoomFor(nap.first())) {
            letInNext();
        }
        return woken;
    }

    private void letInNext() {
        RateWaiter next = waiting.poll();
        if (next != null) {
            forget(next);
            kept = kept.plus(next.need());
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
            kept = kept.minus(waiter.need());
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

    /** A call that was let in is sent. Only where nothing but that can make room for the first of those who wait, they are told. */
    void goes(CallNeed need) {
        locked(() -> {
            RateWaiter first = waiting.peek();
            boolean makesRoom = first != null && !hasRoomFor(first);
            kept = kept.minus(need);
            rates.take(need);
            return makesRoom && wakeLeader();
        });
    }

    /** A call that was let in is not sent. */
    void stays(CallNeed need) {
        locked(() -> {
            kept = kept.minus(need);
            return wakeLeader();
        });
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
