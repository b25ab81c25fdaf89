package dev.toolflow.examples;

import dev.toolflow.Sleeper;
import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits for a run whose owner may have died on another machine, which nobody can tell from here before their lease is over. The
 * owner of a lease on this machine is known to be alive: that is not waited for. For one thread.
 */
final class LeaseWait {
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Terminal terminal;
    private final RunStore store;
    private final Clock clock;
    private final Sleeper sleeper;

    LeaseWait(Terminal terminal, RunStore store, Clock clock, Sleeper sleeper) {
        this.terminal = terminal;
        this.store = store;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Goes on with a run, now or when the lease that it has is over.
     *
     * @throws RunLeasedException when its owner is alive
     */
    <T> T untilFree(String runId, Supplier<T> goingOn) {
        try {
            return goingOn.get();
        } catch (RunLeasedException e) {
            Lease lease = elsewhere(runId).orElseThrow(() -> e);
            Duration left = Duration.between(clock.instant(), lease.until()).plus(MARGIN);
            terminal.say("Run " + runId + " belongs to process " + lease.owner().pid() + " on "
                    + lease.owner().host() + " until " + lease.until() + "; waiting for that");
            waitFor(left.isNegative() ? MARGIN : left, e);
            return goingOn.get();
        }
    }

    private Optional<Lease> elsewhere(String runId) {
        return store.find(runId)
                .map(RunRecord::lease)
                .filter(lease -> !lease.owner().host().equals(Owner.current().host()));
    }

    private void waitFor(Duration left, RunLeasedException why) {
        try {
            sleeper.sleep(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw why;
        }
    }
}
