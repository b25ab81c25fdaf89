package dev.toolflow;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a kept run as its flow is now, before anything of it is touched: whether each step that was accepted would be
 * given what it was given then. Mappings and conditions are asked, steps are not done. For one thread.
 */
final class RunCheck implements RunKeeper {
    private final Expected expected;
    private @Nullable RunIncompatibleException found;

    private RunCheck(Expected expected) {
        this.expected = expected;
    }

    /** What is known of the run. */
    private enum Expected {
        /** It is to go on. */
        UNDONE_STEPS,
        /** It was completed. */
        ALL_DONE
    }

    /**
     * Checks on the caller's thread.
     *
     * @param begun the run with a memory of its own, which is used up
     * @throws RunIncompatibleException if a step would be given something else
     */
    static <I> void require(ToolFlow<I, ?> flow, I input, BegunRun begun) {
        new RunCheck(Expected.UNDONE_STEPS).check(flow, input, begun);
    }

    /** The same of a run that has ended; of one that was completed no step is left to do. */
    static <I> void requireEnded(ToolFlow<I, ?> flow, I input, BegunRun begun, RunPhase how) {
        Expected expected = how == RunPhase.COMPLETED ? Expected.ALL_DONE : Expected.UNDONE_STEPS;
        new RunCheck(expected).check(flow, input, begun);
    }

    private <I> void check(ToolFlow<I, ?> flow, I input, BegunRun begun) {
        InlineThreads thread = new InlineThreads();
        RunState state = begun.keptBy(this).state(flow, input, List.of());
        new RunExecution(begun.engine().inline(thread), flow.graph(), state, outcomes -> {}).begin();
        thread.doAll();
        if (found != null) {
            throw found;
        }
    }

    @Override
    public boolean isReplay() {
        return true;
    }

    @Override
    public void takenOver(StepContext context, StepResult<?> result, Supplier<String> inputHash) {
        Optional<String> before = context.memory().past().inputHash(context.id());
        if (before.isEmpty()) {
            return;
        }
        try {
            if (!before.get().equals(inputHash.get())) {
                changed(context, null);
            }
        } catch (StepException e) {
            changed(context, e);
        }
    }

    private void changed(StepContext context, @Nullable StepException why) {
        if (found == null) {
            found = new RunIncompatibleException(
                    "run '" + context.run().id() + "', step '" + context.id()
                            + "': it was accepted for another input than it would be given now, since a step or a mapping"
                            + " before it has changed; nothing was changed; go on with the program that began the run, or fork"
                            + " the run from that step",
                    why);
        }
    }

    /** One that had failed for good handed on what it had; one that was cut off did not. */
    @Override
    public <O> Optional<StepOutcome<O>> undone(StepContext context, StepDefinition<?, O> definition) {
        if (expected == Expected.ALL_DONE && found == null) {
            found = new RunIncompatibleException(
                    "run '" + context.run().id() + "', step '" + context.id()
                            + "': the run was completed without it, since the flow has changed; nothing was called; look at the"
                            + " run with the program that ended it, or fork the run from that step",
                    null);
        }
        StepOutcome<O> before = context.memory().notBegun(context.id(), definition);
        return Optional.of(
                before.result().status() == StepStatus.FAILED
                        ? before
                        : StepOutcome.alone(
                                new StepResult<>(context.id(), definition, StepStatus.SKIPPED, List.of(), null)));
    }
}
