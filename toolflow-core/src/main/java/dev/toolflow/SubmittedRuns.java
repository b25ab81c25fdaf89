package dev.toolflow;

import dev.toolflow.run.NewRun;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs that are handed in by one process and done by another. Thread-safe. */
final class SubmittedRuns {
    private final KeptRuns runs;
    private final RunQueue queue;

    /** @throws IllegalStateException if the store hands out no runs */
    SubmittedRuns(KeptRuns runs) {
        this.runs = runs;
        this.queue = runs.store()
                .queue()
                .orElseThrow(
                        () -> new IllegalStateException("the engine's store hands out no runs to workers; use one that"
                                + " does, such as PostgreSQL, or start and recover runs"));
    }

    /** Keeps a run that nobody works on yet. */
    String submit(ToolFlow<?, ?> flow, Object input, BegunRun begun) {
        runs.active().requireOpen();
        NewRun submitted = runs.created().of(flow, input, begun, null);
        RunStore.Creation creation = runs.store().create(submitted, null);
        NewRuns.requireSame(creation.record(), submitted);
        if (creation.record().phase() == RunPhase.SUBMITTED) {
            queue.submit(begun.id());
        }
        return begun.id();
    }

    /**
     * Works on them. What was submitted by a process that died before it was queued is queued now.
     *
     * @throws IllegalArgumentException if two flows have one name
     * @throws RejectedRunException if the engine is closed
     */
    RunWorker worker(List<? extends ToolFlow<?, ?>> flows, int atOnce) {
        runs.active().requireOpen();
        Map<String, ToolFlow<?, ?>> byName = new HashMap<>();
        for (ToolFlow<?, ?> flow : flows) {
            if (byName.put(flow.name(), flow) != null) {
                throw new IllegalArgumentException(
                        "worker: two flows are named '" + flow.name() + "'; runs are known by the name");
            }
        }
        RunQuery submitted = RunQuery.all().phase(RunPhase.SUBMITTED).limit(Integer.MAX_VALUE);
        runs.store().list(submitted).forEach(run -> queue.submit(run.id()));
        return new RunWorker(queue.work(runId -> run(byName, runId), atOnce), runs.active());
    }

    private void run(Map<String, ToolFlow<?, ?>> flows, String runId) {
        RunRecord run = runs.store().find(runId).map(runs.past()::asWanted).orElse(null);
        if (run == null || run.phase().isEnded() || run.phase() == RunPhase.QUARANTINED) {
            return;
        }
        ToolFlow<?, ?> flow = flows.get(run.flow());
        if (flow == null) {
            throw new IllegalStateException("run '" + runId + "' is one of flow '" + LogField.clean(run.flow())
                    + "', which this worker does not have; give all workers of a store the same flows");
        }
        FlowRun<?> taken = runs.takeUp(flow, runId);
        boolean waits = taken.result().join().status() == RunStatus.WAITING;
        if (waits) {
            taken.letGo();
        } else if (runs.past().found(runId).phase() == RunPhase.RUNNING) {
            throw new IllegalStateException(
                    "run '" + runId + "' could not be written down to its end; it is taken up again");
        }
    }
}
