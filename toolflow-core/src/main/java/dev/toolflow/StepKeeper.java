package dev.toolflow;

import dev.toolflow.RunKeeper.KeptStep;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the steps of one run, and knows which of those that were accepted are not written. Thread-safe. */
final class StepKeeper {
    private final KeptRuns runs;
    private final RunCommitter committer;
    private final RunPayloads payloads;
    private final StoreKeeper run;
    private final Map<String, CompletableFuture<Optional<RuntimeException>>> unwritten = new ConcurrentHashMap<>();

    StepKeeper(KeptRuns runs, RunCommitter committer, StoreKeeper run) {
        this.runs = runs;
        this.committer = committer;
        this.payloads = runs.payloads(run.runId());
        this.run = run;
    }

    void soFar(KeptStep step) {
        try {
            // The next call is written behind it, and waited for.
            CompletableFuture<Void> unused =
                    committer.writeWithNext(new RunChange.StepSaved(payloads.step(StoreKeeper.STARTED, step)));
        } catch (IllegalArgumentException e) {
            // What is not kept of an attempt that did not pass is made again; an output that is accepted must be kept.
            runs.warn(run.runId(), "an attempt of step '" + step.result().id() + "' cannot be kept", e);
        }
    }

    CompletableFuture<Optional<RuntimeException>> ended(KeptStep step) {
        String id = step.result().id();
        StepRecord record;
        try {
            record = payloads.step(step.result().status().name(), step);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Optional.of(lost(id, e)));
        }
        RunChange saved = new RunChange.StepSaved(record);
        if (!record.isAccepted()) {
            return CompletableFuture.completedFuture(Optional.ofNullable(CommitWait.failure(committer.write(saved)))
                    .map(failed -> lost(id, failed)));
        }
        CompletableFuture<Optional<RuntimeException>> known = new CompletableFuture<>();
        unwritten.put(id, known);
        CompletableFuture<Void> unused = committer.writeWithNext(saved).whenComplete((written, failed) -> {
            if (failed == null) {
                unwritten.remove(id);
                known.complete(Optional.empty());
            } else {
                known.complete(Optional.of(lost(id, CommitWait.causeOf(failed))));
            }
        });
        return known;
    }

    private RuntimeException lost(String id, Throwable cause) {
        return run.lost("step '" + id + "': its result could not be written down", cause);
    }

    /** The run has ended: no step of it counts as accepted that is not known to be written. */
    <O> ToolFlowResult<O> asWritten(ToolFlowResult<O> result) {
        if (unwritten.isEmpty()) {
            return result;
        }
        unwritten.forEach((id, known) -> known.complete(Optional.of(
                lost(id, new RunStoreException("the store has not answered by the end of the run", null)))));
        return result.with(this::asWritten);
    }

    private <O> StepResult<O> asWritten(StepResult<O> step) {
        CompletableFuture<Optional<RuntimeException>> known = unwritten.get(step.id());
        return known == null
                ? step
                : known.join()
                        .map(why ->
                                new StepResult<>(step.id(), step.definition(), StepStatus.FAILED, step.attempts(), why))
                        .orElse(step);
    }
}
