package dev.toolflow;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuarantinedException;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes up runs that nobody works on any more: their owner died, or a person has decided since. For one thread. */
final class Recovery {
    private final KeptRuns runs;
    private final List<FlowRun<?>> taken = new ArrayList<>();

    Recovery(KeptRuns runs) {
        this.runs = runs;
    }

    List<FlowRun<?>> of(List<? extends ToolFlow<?, ?>> flows) {
        Set<String> decided = runs.store().signals().stream()
                .filter(signal -> !signal.decisions().isEmpty())
                .map(RunSignal::runId)
                .collect(Collectors.toSet());
        for (ToolFlow<?, ?> flow : flows) {
            RunQuery open = RunQuery.all()
                    .flow(flow.name())
                    .phase(RunPhase.RUNNING, RunPhase.WAITING)
                    .limit(Integer.MAX_VALUE);
            runs.store().list(open).stream()
                    .filter(run -> run.phase() == RunPhase.RUNNING || decided.contains(run.id()))
                    .filter(run -> runs.active().find(run.id()).isEmpty())
                    .forEach(run -> takeUp(flow, run));
        }
        return List.copyOf(taken);
    }

    /** One run that cannot go on is no reason to leave the others. */
    private void takeUp(ToolFlow<?, ?> flow, RunRecord run) {
        try {
            taken.add(runs.takeUp(flow, run.id()));
        } catch (RunLeasedException e) {
            // It has a living owner, who goes on with it.
            return;
        } catch (RunQuarantinedException | RunIncompatibleException | RunPayloadException | UnknownRunException e) {
            runs.warn(run.id(), "is not taken up", e);
        }
    }
}
