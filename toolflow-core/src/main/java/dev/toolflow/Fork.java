package dev.toolflow;

import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A new run that has of another all that does not depend on one of its steps. For one thread.
 *
 * @param <I> what a run is given
 */
final class Fork<I> {
    private final KeptRuns runs;
    private final ToolFlow<I, ?> flow;
    private final Owner owner;

    Fork(KeptRuns runs, ToolFlow<I, ?> flow, Owner owner) {
        this.runs = runs;
        this.flow = flow;
        this.owner = owner;
    }

    /**
     * Keeps the new run, which nobody works on yet.
     *
     * @return its id
     * @throws IllegalArgumentException if the flow has no such step
     */
    String of(StoredRun source, String stepId) {
        Set<Integer> anew = anew(stepId);
        StoredRun kept = kept(source, anew);
        RestoredRun<I> restored = runs.past().restored(flow, kept);
        String id = UUID.randomUUID().toString();
        BegunRun begun = BegunRun.of(runs.parts(), restored.options().id(id), RunMemory.empty());
        requireRunnable(begun, runs.past().restored(flow, kept));
        NewRun created =
                runs.created().of(flow, restored.input(), begun, source.record().id());
        keep(id, created, kept, restored.memory());
        return id;
    }

    private void keep(String id, NewRun created, StoredRun kept, RunMemory memory) {
        RunStore store = runs.store();
        Lease lease =
                java.util.Objects.requireNonNull(store.create(created, owner).lease(), "lease");
        try {
            kept.decisions().forEach(decision -> decide(id, decision.approvalId(), memory));
            store.commit(lease, lease.nextSeq(), changes(kept, memory, runs.payloads(id)));
        } finally {
            store.release(lease);
        }
    }

    /** Refused before anything of it is kept. */
    private void requireRunnable(BegunRun begun, RestoredRun<I> restored) {
        begun.requireRunnable(flow, restored.input());
        RunCheck.require(flow, restored.input(), BegunRun.of(runs.parts(), begun.options(), restored.memory()));
    }

    private void decide(String id, String approval, RunMemory memory) {
        Class<?> type = StepPaths.find(flow.graph(), approval)
                .orElseThrow()
                .step()
                .definition()
                .outputType();
        Object answer = memory.decision(approval).orElseThrow();
        runs.store().decide(id, approval, runs.payloads(id).answer(approval, type, answer));
    }

    /** Where it begins to be done anew: the node with that step, and all that depend on it. */
    private Set<Integer> anew(String stepId) {
        FlowNode<?, ?> first = StepPaths.find(flow.graph(), stepId)
                .orElseThrow(() -> new IllegalArgumentException("flow '" + flow.name() + "' has no step '"
                        + LogField.clean(stepId) + "'; its steps are "
                        + flow.steps().stream().map(FlowStep::id).toList()))
                .top();
        Set<Integer> slots = new HashSet<>();
        Deque<Integer> open = new ArrayDeque<>(List.of(first.slot()));
        while (!open.isEmpty()) {
            int slot = open.pop();
            if (slots.add(slot)) {
                open.addAll(flow.graph().dependants().get(slot));
            }
        }
        return slots;
    }

    private boolean isKept(String stepId, Set<Integer> anew) {
        return StepPaths.find(flow.graph(), stepId)
                .map(found -> !anew.contains(found.top().slot()))
                .orElse(false);
    }

    /** What the new run has of the other: what does not fit the flow any more and is done anew is not even read. */
    private StoredRun kept(StoredRun source, Set<Integer> anew) {
        return new StoredRun(
                source.record(),
                List.of(),
                source.steps().stream()
                        .filter(step -> step.isAccepted() && isKept(step.stepId(), anew))
                        .toList(),
                source.decisions().stream()
                        .filter(decision -> isKept(decision.approvalId(), anew))
                        .toList());
    }

    /** There is always a change, by which a fork that was cut off before is told from one that was not. */
    private static List<RunChange> changes(StoredRun kept, RunMemory memory, RunPayloads payloads) {
        List<RunChange> changes = new ArrayList<>(List.of(new RunChange.Moved(RunPhase.RUNNING, null)));
        for (StepRecord step : kept.steps()) {
            StepResult<?> result = memory.result(step.stepId()).orElseThrow();
            changes.add(new RunChange.StepSaved(payloads.step(
                    StepRecord.COMPLETED,
                    new RunKeeper.KeptStep(
                            withoutCalls(result), 1, 1, step.shape().inputHash()))));
        }
        return changes;
    }

    private static <O> StepResult<O> withoutCalls(StepResult<O> result) {
        return Remade.result(
                result,
                attempt -> Remade.attempt(
                        attempt, BegunAttempt.withoutACall(attempt.made()).from(Made.Source.FORK)));
    }
}
