package dev.toolflow;

import dev.toolflow.record.Kept;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepResult;
import dev.toolflow.store.ImageStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * What a run of an earlier process left, in terms of the flow as it is now.
 *
 * @param input what it was begun with
 * @param options the same
 * @param memory what it goes on from
 * @param end how it ended or why it waits; nothing to say where it did neither
 * @param <I> what a run is given
 */
record RestoredRun<I>(I input, RunOptions options, RunMemory memory, RunEnd end) {

    /**
     * Reads all that is kept of a run; nothing is changed.
     *
     * @throws RunIncompatibleException if the flow or a type has changed since
     * @throws dev.toolflow.run.RunPayloadException if something of it cannot be read
     */
    static <I> RestoredRun<I> of(ToolFlow<I, ?> flow, StoredRun stored, Reading reading) {
        return new Restoring<>(flow, stored, reading).run();
    }

    /** The same as it goes on from there: what has not ended does not try again what failed, as if its process had not died. */
    RestoredRun<I> after(RunPhase phase) {
        return phase.isEnded() ? this : new RestoredRun<>(input, options, memory.goingOn(), end);
    }

    /** How a run is read: its payloads, and the store that has its pictures. */
    record Reading(RunPayloads payloads, ImageStore images) {}

    private record Restoring<I>(ToolFlow<I, ?> flow, StoredRun stored, Reading reading) {
        RestoredRun<I> run() {
            List<Kept<?>> results = new ArrayList<>();
            KeptCalls calls = new KeptCalls(stored, reading);
            for (StepRecord step : stored.steps()) {
                Kept<?> kept = counted(
                        payloads().step(step, found(step.stepId()).step().definition()));
                results.add(kept);
                calls.judged(step, kept.result());
            }
            results.sort(Comparator.comparing(kept -> kept.result().id(), StepPaths.inOrder(flow.graph())));
            RunMemory memory = RunMemory.restored(results, calls.past());
            stored.decisions().forEach(decision -> decided(decision, memory));
            return new RestoredRun<>(
                    input(), payloads().options(stored.record()).id(id()), memory.spent(calls.spent()), end());
        }

        private <O> Kept<O> counted(Kept<O> kept) {
            StepResult<O> counted = new LateCalls(stored, payloads()).counted(kept.result());
            return new Kept<>(counted, kept.lastRound(), kept.rounds());
        }

        private String id() {
            return stored.record().id();
        }

        private RunPayloads payloads() {
            return reading.payloads();
        }

        private StepPaths.Found found(String stepId) {
            return StepPaths.find(flow.graph(), stepId)
                    .orElseThrow(() -> incompatible("its step '" + LogField.clean(stepId) + "' is not in flow '"
                            + flow.name() + "' any more; put it back"));
        }

        private I input() {
            String json = payloads().input(stored.record());
            JsonType<I> type = JsonType.plain(flow.inputType());
            try {
                I input = type.read(json);
                if (type.write(input).equals(json)) {
                    return input;
                }
            } catch (JsonReadException e) {
                throw incompatible("its input is not one of " + flow.inputType().getSimpleName() + " as that is now: "
                        + e.getMessage() + "; change it back");
            }
            throw incompatible("its input is not read back as it was written, since "
                    + flow.inputType().getSimpleName() + " has changed; change it back");
        }

        private void decided(DecisionRecord decision, RunMemory memory) {
            String approval = decision.approvalId();
            Class<?> type = found(approval).step().definition().outputType();
            try {
                memory.decided(approval, payloads().answer(approval, decision.answer(), type));
            } catch (JsonReadException e) {
                throw incompatible("the decision on '" + LogField.clean(approval) + "' is no " + type.getSimpleName()
                        + " as that is now: " + e.getMessage() + "; change it back");
            }
        }

        private RunEnd end() {
            return Objects.requireNonNullElse(payloads().end(stored.record()), new RunEnd(null, List.of()));
        }

        private RunIncompatibleException incompatible(String what) {
            return new RunIncompatibleException(
                    "run '" + id() + "': " + what
                            + ", or go on with the program that began the run; nothing of it was changed",
                    null);
        }
    }
}
