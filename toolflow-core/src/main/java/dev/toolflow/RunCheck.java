package dev.toolflow;

import dev.toolflow.run.RunIncompatibleException;
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
    private @Nullable RunIncompatibleException found;

    private RunCheck() {}

    /**
     * Checks on the caller's thread.
     *
     * @param begun the run with a memory of its own, which is used up
     * @throws RunIncompatibleException if a step would be given something else
     */
    static <I> void require(ToolFlow<I, ?> flow, I input, BegunRun begun) {
        RunCheck check = new RunCheck();
        InlineThreads thread = new InlineThreads();
        RunState state = begun.keptBy(check).state(flow, input, List.of());
        new RunExecution(begun.engine().inline(thread), flow.graph(), state, outcomes -> {}).begin();
        thread.doAll();
        if (check.found != null) {
            throw check.found;
        }
    }

    @Override
    public boolean isReplay() {
        return true;
    }

    @Override
    public void takenOver(StepContext context, Supplier<String> inputHash) {
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
        StepOutcome<O> before = context.memory().notBegun(context.id(), definition);
        return Optional.of(
                before.result().status() == StepStatus.FAILED
                        ? before
                        : StepOutcome.alone(
                                new StepResult<>(context.id(), definition, StepStatus.SKIPPED, List.of(), null)));
    }
}
