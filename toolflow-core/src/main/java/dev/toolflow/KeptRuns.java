package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs of one engine that a store keeps: how one begins, goes on, or is found as it ended. Thread-safe. */
final class KeptRuns {
    private static final Logger LOG = LoggerFactory.getLogger("dev.toolflow.run");

    private final EngineParts parts;
    private final EngineRuns runs;
    private final Durability durability;
    private final Owner owner = Owner.current();
    private final LeaseWatch watch;
    private final Committing committing;
    private final OnePerRun one = new OnePerRun();
    private final RestoredRuns past;

    KeptRuns(EngineParts parts, EngineRuns runs, Durability durability) {
        this.parts = parts;
        this.runs = runs;
        this.durability = durability;
        this.watch = new LeaseWatch(this, owner);
        this.committing = new Committing(Workers.waitingOn(parts.aside()));
        this.past = new RestoredRuns(parts, durability);
    }

    RunStore store() {
        return durability.store();
    }

    EngineParts parts() {
        return parts;
    }

    ActiveRuns active() {
        return runs.active();
    }

    boolean isFull() {
        return runs.isFull();
    }

    LeaseWatch watch() {
        return watch;
    }

    RestoredRuns past() {
        return past;
    }

    RunPayloads payloads(String runId) {
        return new RunPayloads(runId, durability);
    }

    Instant now() {
        return parts.settings().clock().instant();
    }

    void warn(String runId, String what, Exception error) {
        LOG.warn("run={} {}: {}", runId, LogField.clean(what), LogField.clean(String.valueOf(error.getMessage())));
    }

    /** Settles a call of a run that is another's by now; where that is not possible, its reservation holds. */
    void settle(String runId, String callId, CallRecord.Settlement settlement) {
        try {
            store().settle(runId, callId, settlement);
        } catch (RunStoreException e) {
            warn(runId, "what came of a call stays unknown to the store", e);
        }
    }

    /** Begins a run, or finds the one of this id as it stands. */
    <I, O> FlowRun<O> start(ToolFlow<I, O> flow, I input, BegunRun begun) {
        NewRun wanted = created().of(flow, input, begun, null);
        return one.alone(begun.id(), () -> {
            FlowRun<?> underWay = here(begun.id()).orElse(null);
            if (underWay != null) {
                NewRuns.requireSame(past.found(begun.id()), wanted);
                return underWay.as(flow);
            }
            return runs.admitted(() -> {
                RunStore.Creation creation = store().create(wanted, owner);
                Lease lease = creation.lease();
                if (lease != null) {
                    return begin(flow, input, begun, lease);
                }
                NewRuns.requireSame(creation.record(), wanted);
                return again(flow, begun.options().audience(), past.asWanted(creation.record()));
            });
        });
    }

    NewRuns created() {
        return new NewRuns(durability);
    }

    /** A run that was there before: it goes on, or is found as it ended. */
    private <I, O> FlowRun<O> again(ToolFlow<I, O> flow, Audience audience, RunRecord there) {
        return there.phase().isEnded() ? replayed(flow, there) : goOn(flow, there.id(), audience, null);
    }

    /**
     * Goes on with a run, or finds it if it is completed.
     *
     * @param budget what it may spend from now on, or null for what is left
     */
    <I, O> FlowRun<O> resume(ToolFlow<I, O> flow, String runId, @Nullable Budget budget) {
        return one.alone(runId, () -> {
            RunRecord there = past.found(runId);
            RestoredRuns.requireOf(flow, there);
            FlowRun<?> waits = here(runId).filter(FlowRun::isWaiting).orElse(null);
            if (waits != null) {
                return waits.as(flow);
            }
            return runs.admitted(() -> there.phase() == RunPhase.COMPLETED
                    ? replayed(flow, there)
                    : goOn(flow, runId, Audience.NONE, budget));
        });
    }

    /** The run of this id that is under way or waits in this engine; one that waits and went on elsewhere is let go. */
    private Optional<FlowRun<?>> here(String runId) {
        FlowRun<?> run = active().find(runId).filter(known -> !known.isOver()).orElse(null);
        if (run != null && run.isWaiting() && !run.isLeft(past.found(runId))) {
            run.letGo();
            return Optional.empty();
        }
        return Optional.ofNullable(run);
    }

    private <O> FlowRun<O> admitted(String runId, Supplier<FlowRun<O>> begin) {
        return one.alone(runId, () -> runs.admitted(begin));
    }

    private <I, O> FlowRun<O> replayed(ToolFlow<I, O> flow, RunRecord there) {
        RestoredRun<I> restored = past.restored(flow, past.loaded(there.id()));
        RunOptions options = restored.options().withoutDeadline();
        BegunRun begun = BegunRun.of(parts, options, restored.memory().goingOn());
        RunCheck.requireEnded(flow, restored.input(), begun, there.phase());
        return runs.begin(flow, restored.input(), begun.keptBy(new ReplayKeeper(there, restored.end())));
    }

    /** What can be wrong with what is kept is known before the run is claimed, so that it stays as it is. */
    private <I, O> FlowRun<O> goOn(ToolFlow<I, O> flow, String runId, Audience audience, @Nullable Budget budget) {
        if (here(runId).isPresent()) {
            throw new RunLeasedException(
                    "run '" + runId + "' is under way in this engine already; wait for its result", null);
        }
        StoredRun before = past.loaded(runId);
        past.checked(flow, before, budget);
        Lease lease = store().claim(runId, owner);
        return orReleased(lease, () -> {
            StoredRun stored = past.loaded(runId);
            if (stored.record().nextSeq() != before.record().nextSeq()) {
                past.checked(flow, stored, budget);
            }
            RestoredRun<I> restored = past.goingOn(flow, stored, before.record().phase());
            BegunRun begun = past.begun(flow, restored, audience, budget);
            return runs.begin(flow, restored.input(), begun.keptBy(keeper(lease)));
        });
    }

    private <T> T orReleased(Lease lease, Supplier<T> begin) {
        try {
            return begin.get();
        } catch (RuntimeException | Error e) {
            store().release(lease);
            throw e;
        }
    }

    private <I, O> FlowRun<O> begin(ToolFlow<I, O> flow, I input, BegunRun begun, Lease lease) {
        return orReleased(lease, () -> runs.begin(flow, input, begun.keptBy(keeper(lease))));
    }

    RunKeeper keeper(Lease lease) {
        return new StoreKeeper(this, new RunCommitter(store(), lease, committing));
    }

    /**
     * A run whose end or waiting this process knows goes on: its lease is claimed again.
     *
     * @param fence of the lease that it had
     * @throws RunLeasedException if another process has had it since, and knows more of it
     */
    RunKeeper again(String runId, long fence) {
        requireLeft(runId, fence, past.found(runId).fence());
        Lease lease = store().claim(runId, owner);
        return orReleased(lease, () -> {
            requireLeft(runId, fence, lease.fence() - 1);
            return keeper(lease);
        });
    }

    private static void requireLeft(String runId, long fence, long now) {
        if (fence != now) {
            throw new RunLeasedException(
                    "run '" + runId + "' went on elsewhere since; resume it by its id, with all that was done there",
                    null);
        }
    }

    /** Takes up what nobody works on any more; a run that cannot be taken up is passed over. */
    List<FlowRun<?>> recover(List<? extends ToolFlow<?, ?>> flows) {
        return new Recovery(this).of(flows);
    }

    <I, O> FlowRun<O> takeUp(ToolFlow<I, O> flow, String runId) {
        return admitted(runId, () -> goOn(flow, runId, Audience.NONE, null));
    }

    /** Begins a run that has steps of another already. */
    <I, O> FlowRun<O> fork(ToolFlow<I, O> flow, String runId, String stepId) {
        RestoredRuns.requireOf(flow, past.found(runId));
        return runs.admitted(() -> {
            String id = new Fork<>(this, flow, owner).of(past.loaded(runId), stepId);
            return goOn(flow, id, Audience.NONE, null);
        });
    }

    StoredRuns stored() {
        return new StoredRuns(
                durability, parts.settings().images(), parts.settings().clock());
    }

    /** Runs that are handed in for workers of any process. */
    SubmittedRuns submitted() {
        return new SubmittedRuns(this);
    }
}
