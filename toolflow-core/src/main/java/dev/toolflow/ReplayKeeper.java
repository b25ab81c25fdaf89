package dev.toolflow;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.step.StepDefinition;
import java.util.Optional;

/** Shows a kept run as it ended: nothing is called, nothing is written. Thread-safe. */
final class ReplayKeeper implements RunKeeper {
    private final RunRecord ended;
    private final RunEnd end;

    ReplayKeeper(RunRecord ended, RunEnd end) {
        this.ended = ended;
        this.end = end;
    }

    @Override
    public boolean isReplay() {
        return true;
    }

    @Override
    public long fence() {
        return ended.fence();
    }

    /** What made no output makes none now; what did works it out from what its steps made. */
    @Override
    public void begins(RunScope scope, FlowGraph graph) {
        RunPhase phase = ended.phase();
        if (phase == RunPhase.COMPLETED || phase == RunPhase.PARTIAL) {
            return;
        }
        RuntimeException error = end.error();
        scope.halt(error);
        if (phase == RunPhase.CANCELLED || phase == RunPhase.TIMED_OUT) {
            scope.stop(RunStatus.valueOf(phase.name()));
        }
    }

    /** What was not begun then and would be now is not what the run was. */
    @Override
    public <O> Optional<StepOutcome<O>> undone(StepContext context, StepDefinition<?, O> definition) {
        if (context.memory().result(context.id()).isEmpty()) {
            context.scope()
                    .haltRun(new RunIncompatibleException(
                            "run '" + ended.id() + "' is " + ended.phase() + ", and step '" + context.id()
                                    + "' would be done now, since the flow has changed; nothing was done; use the program that"
                                    + " ended the run, or fork the run from that step",
                            null));
        }
        return Optional.of(context.memory().notBegun(context.id(), definition));
    }
}
