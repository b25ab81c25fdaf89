package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.StepResult;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads kept runs in terms of their flows; nothing of them is changed. Immutable and thread-safe.
 *
 * @param parts what goes on with them
 * @param durability where and how they are kept
 */
record RestoredRuns(EngineParts parts, Durability durability) {

    /** @throws UnknownRunException if the store has no such run */
    RunRecord found(String runId) {
        Objects.requireNonNull(runId, "runId");
        return durability
                .store()
                .find(runId)
                .orElseThrow(() -> new UnknownRunException("run '" + LogField.clean(runId)
                        + "' is not in the store; list its runs with engine.runs().list(RunQuery.all())"));
    }

    /** The same, cancelled by now where somebody asked for that and its owner died before it did so. */
    RunRecord asWanted(RunRecord there) {
        if (!there.cancelRequested() || there.phase().isEnded()) {
            return there;
        }
        durability.store().cancel(there.id());
        return found(there.id());
    }

    StoredRun loaded(String runId) {
        return durability
                .store()
                .load(runId)
                .orElseThrow(() -> new UnknownRunException(
                        "run '" + LogField.clean(runId) + "' was deleted meanwhile; start it anew"));
    }

    static void requireOf(ToolFlow<?, ?> flow, RunRecord run) {
        if (!run.flow().equals(flow.name())) {
            throw new InvalidFlowException("flow '" + flow.name() + "': run " + run.id() + " is one of another flow, '"
                    + LogField.clean(run.flow()) + "'; go on with the flow that it was run with");
        }
    }

    /** What is kept of a run, in terms of the flow. */
    <I> RestoredRun<I> restored(ToolFlow<I, ?> flow, StoredRun stored) {
        RunRecord run = stored.record();
        if (run.run().forkedFrom() != null && run.nextSeq() <= 1) {
            throw new RunIncompatibleException(
                    "run '" + run.id() + "': its process died before what it takes over of run '"
                            + run.run().forkedFrom() + "' was written; fork that run again, and cancel this one",
                    null);
        }
        return RestoredRun.of(flow, stored, reading(run));
    }

    private RestoredRun.Reading reading(RunRecord run) {
        return new RestoredRun.Reading(
                new RunPayloads(run.id(), durability), parts.settings().images());
    }

    /**
     * The same to be gone on with: replies whose pictures could not be stored are taken up, and a run that had not ended goes on
     * as if its process had not died.
     */
    <I> RestoredRun<I> goingOn(ToolFlow<I, ?> flow, StoredRun stored, RunPhase before) {
        RestoredRun<I> restored = restored(flow, stored).after(before);
        KeptReplies replies = new KeptReplies(stored, reading(stored.record()));
        for (StepResult<?> result : restored.memory().results()) {
            replies.unstored(result).ifPresent(reply -> restored.memory().keep(result.id(), reply));
        }
        return restored;
    }

    /** The run as it goes on, with another budget or with what is left. */
    <I> BegunRun begun(ToolFlow<I, ?> flow, RestoredRun<I> restored, Audience audience, @Nullable Budget budget) {
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

    /**
     * Goes through a run before it is touched. Nobody hears of it.
     *
     * @throws RunIncompatibleException if the flow or a type has changed since
     * @throws dev.toolflow.run.RunPayloadException if something of it cannot be read
     */
    <I> void checked(ToolFlow<I, ?> flow, StoredRun stored, @Nullable Budget budget) {
        RestoredRun<I> restored = restored(flow, stored);
        RunCheck.require(flow, restored.input(), begun(flow, restored, Audience.NONE, budget));
    }
}
