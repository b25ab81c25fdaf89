package dev.toolflow;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import dev.toolflow.step.StepException;

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

    /** What made no output makes none now; what did works it out from what its steps made. */
    @Override
    public void begins(RunScope scope) {
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

    @Override
    public KeptCall intends(StepContext context, Sending.Asked asked, int number, Reservation reserved) {
        RunIncompatibleException changed = new RunIncompatibleException(
                "run '" + ended.id() + "' is " + ended.phase() + ", and step '" + context.id()
                        + "' would be called now, since the flow has changed; nothing was called; use the program that"
                        + " ended the run, or fork the run from that step",
                null);
        context.scope().haltRun(changed);
        throw new StepException.NotRecorded(String.valueOf(changed.getMessage()), changed);
    }
}
