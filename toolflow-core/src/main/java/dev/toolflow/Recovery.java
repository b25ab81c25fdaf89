package dev.toolflow;

import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuarantinedException;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunSignal;
import dev.toolflow.run.RunStoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Takes up runs that nobody works on any more: their owner died, or a person has decided since. For one thread. */
final class Recovery {
    private final KeptRuns runs;
    private final List<FlowRun<?>> taken = new ArrayList<>();
    /** By the store's clock, which may be another than the engine's. */
    private final Set<String> unleased = new HashSet<>();

    private boolean full;

    Recovery(KeptRuns runs) {
        this.runs = runs;
    }

    List<FlowRun<?>> of(List<? extends ToolFlow<?, ?>> flows) {
        runs.active().requireOpen();
        Map<String, Set<String>> decided = runs.store().signals().stream()
                .collect(Collectors.toMap(
                        RunSignal::runId,
                        signal -> signal.decisions().stream()
                                .map(DecisionRecord::approvalId)
                                .collect(Collectors.toSet())));
        for (ToolFlow<?, ?> flow : flows) {
            RunQuery open = RunQuery.all()
                    .flow(flow.name())
                    .phase(RunPhase.RUNNING, RunPhase.WAITING)
                    .limit(Integer.MAX_VALUE);
            runs.store().list(open.unleased()).forEach(run -> unleased.add(run.id()));
            for (RunRecord run : runs.store().list(open)) {
                if (full) {
                    return List.copyOf(taken);
                }
                takeUp(flow, run, decided.getOrDefault(run.id(), Set.of()));
            }
        }
        return List.copyOf(taken);
    }

    /** One run that cannot go on is no reason to leave the others. */
    private void takeUp(ToolFlow<?, ?> flow, RunRecord run, Set<String> decided) {
        try {
            if (!past(run).isEnded() && isLeft(run, decided)) {
                taken.add(runs.takeUp(flow, run.id()));
            }
        } catch (RunLeasedException e) {
            // It has a living owner, who goes on with it.
            return;
        } catch (RejectedRunException e) {
            full = runs.isFull();
            runs.warn(run.id(), full ? "is not taken up, nor are those behind it" : "is not taken up", e);
        } catch (RuntimeException e) {
            if (e instanceof RunStoreException && !isOfThisRun(e)) {
                throw e;
            }
            runs.warn(run.id(), "is not taken up", e);
        }
    }

    private RunPhase past(RunRecord run) {
        return runs.past().asWanted(run).phase();
    }

    private boolean isLeft(RunRecord run, Set<String> decided) {
        if (runs.active().find(run.id()).filter(here -> !here.isOver()).isPresent()) {
            return false;
        }
        if (run.phase() == RunPhase.WAITING) {
            RunEnd end = runs.payloads(run.id()).end(run);
            return end != null && end.waiting().stream().anyMatch(question -> decided.contains(question.id()));
        }
        Lease lease = run.lease();
        return lease == null || unleased.contains(run.id()) || lease.owner().isDead();
    }

    private static boolean isOfThisRun(RuntimeException error) {
        return error instanceof RunQuarantinedException
                || error instanceof RunIncompatibleException
                || error instanceof RunPayloadException;
    }
}
