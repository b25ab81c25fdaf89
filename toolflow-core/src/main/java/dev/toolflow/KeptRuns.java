package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.record.Hashes;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunConflictException;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StoredRun;
import java.time.Instant;
import java.util.List;
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

    KeptRuns(EngineParts parts, EngineRuns runs, Durability durability) {
        this.parts = parts;
        this.runs = runs;
        this.durability = durability;
        this.watch = new LeaseWatch(this, owner);
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

    LeaseWatch watch() {
        return watch;
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
        NewRun created = newRun(flow, input, begun, null);
        FlowRun<?> underWay = active().find(begun.id()).orElse(null);
        if (underWay != null) {
            requireSame(found(begun.id()), created);
            return underWay.as(flow);
        }
        return runs.admitted(() -> {
            RunStore.Creation creation = store().create(created, owner);
            Lease lease = creation.lease();
            if (lease != null) {
                return begin(flow, input, begun, lease);
            }
            requireSame(creation.record(), created);
            return again(flow, begun.options().audience(), creation.record());
        });
    }

    NewRun newRun(ToolFlow<?, ?> flow, Object input, BegunRun begun, @Nullable String forkedFrom) {
        String json = KeepableFlow.require(flow, input);
        RunPayloads payloads = payloads(begun.id());
        return new NewRun(
                begun.id(),
                flow.name(),
                begun.options().tenant().orElse(null),
                Hashes.inputHash(json),
                payloads.input(json),
                payloads.options(begun.options()),
                forkedFrom);
    }

    static void requireSame(RunRecord there, NewRun wanted) {
        boolean sameFlow = there.flow().equals(wanted.flow());
        if (sameFlow && there.run().inputHash().equals(wanted.inputHash())) {
            return;
        }
        throw new RunConflictException(
                "run '" + wanted.id() + "' is there already, "
                        + (sameFlow ? "with another input" : "of flow '" + LogField.clean(there.flow()) + "'")
                        + "; nothing was called; use another id, or resume that run as it was begun",
                null);
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
        RunRecord there = found(runId);
        requireOf(flow, there);
        return runs.admitted(() ->
                there.phase() == RunPhase.COMPLETED ? replayed(flow, there) : goOn(flow, runId, Audience.NONE, budget));
    }

    private static void requireOf(ToolFlow<?, ?> flow, RunRecord run) {
        if (!run.flow().equals(flow.name())) {
            throw new InvalidFlowException("flow '" + flow.name() + "': run " + run.id() + " is one of another flow, '"
                    + LogField.clean(run.flow()) + "'; go on with the flow that it was run with");
        }
    }

    RunRecord found(String runId) {
        return store().find(runId)
                .orElseThrow(() -> new UnknownRunException("run '" + LogField.clean(runId)
                        + "' is not in the store; list its runs with engine.runs().list(RunQuery.all())"));
    }

    private StoredRun loaded(String runId) {
        return store().load(runId)
                .orElseThrow(() -> new UnknownRunException(
                        "run '" + LogField.clean(runId) + "' was deleted meanwhile; start it anew"));
    }

    private <I, O> FlowRun<O> replayed(ToolFlow<I, O> flow, RunRecord there) {
        RestoredRun<I> restored = restored(flow, loaded(there.id()));
        RunOptions options = restored.options().withoutDeadline();
        ReplayKeeper keeper = new ReplayKeeper(there, restored.end());
        BegunRun begun =
                BegunRun.of(parts, options, restored.memory().goingOn()).keptBy(keeper);
        return runs.begin(flow, restored.input(), begun);
    }

    /** What can be wrong with what is kept is known before the run is claimed, so that it stays as it is. */
    private <I, O> FlowRun<O> goOn(ToolFlow<I, O> flow, String runId, Audience audience, @Nullable Budget budget) {
        if (active().find(runId).isPresent()) {
            throw new RunLeasedException(
                    "run '" + runId + "' is under way in this engine already; wait for its result", null);
        }
        begun(flow, restored(flow, loaded(runId)), audience, budget);
        Lease lease = store().claim(runId, owner);
        try {
            RestoredRun<I> restored = restored(flow, loaded(runId));
            return begin(flow, restored.input(), begun(flow, restored, audience, budget), lease);
        } catch (RuntimeException | Error e) {
            store().release(lease);
            throw e;
        }
    }

    /** What is kept of a run, in terms of the flow. */
    <I> RestoredRun<I> restored(ToolFlow<I, ?> flow, StoredRun stored) {
        RunRecord run = stored.record();
        if (run.run().forkedFrom() != null && run.nextSeq() == 0) {
            throw new RunIncompatibleException(
                    "run '" + run.id() + "': its process died before what it takes over of run '"
                            + run.run().forkedFrom() + "' was written; fork that run again, and cancel this one",
                    null);
        }
        return RestoredRun.of(
                flow,
                stored,
                new RestoredRun.Reading(payloads(run.id()), parts.settings().images()));
    }

    private <I> BegunRun begun(
            ToolFlow<I, ?> flow, RestoredRun<I> restored, Audience audience, @Nullable Budget budget) {
        RunOptions options = restored.options().audience(audience);
        RunMemory memory = restored.memory();
        if (budget != null) {
            options = options.budget(budget);
            memory.spent(memory.spent().anew());
        }
        BegunRun begun = BegunRun.of(parts, options, memory);
        begun.requireRunnable(flow, restored.input());
        return begun;
    }

    private <I, O> FlowRun<O> begin(ToolFlow<I, O> flow, I input, BegunRun begun, Lease lease) {
        return runs.begin(flow, input, begun.keptBy(keeper(lease)));
    }

    RunKeeper keeper(Lease lease) {
        return new StoreKeeper(this, new RunCommitter(store(), lease, parts.aside()));
    }

    /** A run of this engine that waited goes on: its lease is claimed again. */
    RunKeeper again(String runId) {
        return keeper(store().claim(runId, owner));
    }

    /** Takes up what nobody works on any more; a run that cannot be taken up is passed over. */
    List<FlowRun<?>> recover(List<? extends ToolFlow<?, ?>> flows) {
        return new Recovery(this).of(flows);
    }

    /** Takes up one run. */
    <I, O> FlowRun<O> takeUp(ToolFlow<I, O> flow, String runId) {
        return runs.admitted(() -> goOn(flow, runId, Audience.NONE, null));
    }

    /** Begins a run that has steps of another already. */
    <I, O> FlowRun<O> fork(ToolFlow<I, O> flow, String runId, String stepId) {
        requireOf(flow, found(runId));
        return takeUp(flow, new Fork<>(this, flow, owner).of(loaded(runId), stepId));
    }

    StoredRuns stored() {
        return new StoredRuns(durability, parts.settings().clock());
    }

    /** Runs that are handed in for workers of any process. */
    SubmittedRuns submitted() {
        return new SubmittedRuns(this);
    }
}
