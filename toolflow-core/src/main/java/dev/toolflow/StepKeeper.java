package dev.toolflow;

import dev.toolflow.RunKeeper.KeptStep;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.StepRecord;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes the steps of one run, and knows which of those that were accepted are not written. Thread-safe. */
final class StepKeeper {
    private static final Set<RunStatus> RELIED_ON = Set.of(RunStatus.COMPLETED, RunStatus.PARTIAL, RunStatus.WAITING);

    private final KeptRuns runs;
    private final RunCommitter committer;
    private final RunPayloads payloads;
    private final StoreKeeper run;
    private final Duration longest;
    private final Map<String, CompletableFuture<Optional<RuntimeException>>> unwritten = new ConcurrentHashMap<>();

    private volatile boolean ofCallsAlone;

    /** @param longest how long an accepted step may take to be written */
    StepKeeper(KeptRuns runs, RunCommitter committer, StoreKeeper run, Duration longest) {
        this.runs = runs;
        this.committer = committer;
        this.payloads = runs.payloads(run.runId());
        this.run = run;
        this.longest = longest;
    }

    /**
     * The flow that the run is of. Where it has calls alone, nothing is done behind an accepted step that anybody could see, or that
     * stays, before the next call: no function of the user's, no shape that ends, no question.
     */
    void isOf(FlowGraph graph) {
        ofCallsAlone = graph.nodes().stream().allMatch(StepKeeper::isCall);
    }

    private static boolean isCall(FlowNode<?, ?> node) {
        return node instanceof FlowNode.Single<?, ?> single
                && !(single.step().definition() instanceof LocalStepDefinition)
                && single.step().judging().stepAudits().isEmpty();
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
        if (!ofCallsAlone || !record.isAccepted()) {
            return CompletableFuture.completedFuture(Optional.ofNullable(CommitWait.failure(committer.write(saved)))
                    .map(failed -> lost(id, failed)));
        }
        CompletableFuture<Optional<RuntimeException>> known = new CompletableFuture<>();
        unwritten.put(id, known);
        CompletableFuture<Void> unused = committer
                .writeWithNext(saved)
                .copy()
                .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((written, failed) -> known(id, known, failed));
        return known;
    }

    /**
     * Where a step before one that is taken over was tried anew, the taken over one would be given something else now. Its result stays; the
     * run is to be found as it is from now on.
     */
    void takenOver(StepContext context, StepResult<?> result, Supplier<String> inputHash) {
        Optional<String> before = context.memory().past().inputHash(context.id());
        if (before.isEmpty()) {
            return;
        }
        try {
            String now = inputHash.get();
            if (!now.isEmpty() && !now.equals(before.get())) {
                int lastRound = context.memory().lastRound(context.id());
                int rounds = context.memory().roundsDone(context.id());
                KeptStep step = new KeptStep(result, lastRound, rounds, now);
                // The end of the run is written behind it, and waited for.
                CompletableFuture<Void> unused = committer.write(
                        new RunChange.StepSaved(payloads.step(result.status().name(), step)));
            }
        } catch (StepException | IllegalArgumentException e) {
            runs.warn(run.runId(), "what step '" + context.id() + "' would be given now cannot be told", e);
        }
    }

    private void known(String id, CompletableFuture<Optional<RuntimeException>> known, @Nullable Throwable failed) {
        if (failed == null) {
            unwritten.remove(id, known);
            known.complete(Optional.empty());
        } else {
            Throwable cause = CommitWait.causeOf(failed);
            known.complete(Optional.of(
                    lost(id, cause instanceof TimeoutException late ? CommitWait.why(late, longest) : cause)));
        }
    }

    private RuntimeException lost(String id, Throwable cause) {
        return run.lost("step '" + id + "': its result could not be written down", cause);
    }

    /** Whether a step counts as failed since it was not known to be written in time. */
    boolean hasLost() {
        return unwritten.values().stream()
                .anyMatch(known -> known.getNow(Optional.empty()).isPresent());
    }

    /** The run has ended: no step of it counts as accepted that is not known to be written, and nobody may rely on what it made. */
    <O> ToolFlowResult<O> asWritten(ToolFlowResult<O> result) {
        RuntimeException first = null;
        for (CompletableFuture<Optional<RuntimeException>> known : unwritten.values()) {
            // Its commit was waited for; who is told of it may be a moment later, and never later than its longest
            // wait.
            RuntimeException why = known.join().orElse(null);
            first = first == null ? why : first;
        }
        if (first == null) {
            return result;
        }
        ToolFlowResult<O> less = result.with(this::asWritten);
        return RELIED_ON.contains(less.status()) ? less.unwritten(first) : less;
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
