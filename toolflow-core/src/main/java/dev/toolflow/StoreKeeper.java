package dev.toolflow;

import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes one run into a store, for as long as its owner has it. Thread-safe. */
final class StoreKeeper implements RunKeeper {
    /** The status of a step that has not ended. */
    static final String STARTED = "STARTED";

    /** A run that ends so was stopped, and needs nothing that is not written. */
    private static final Set<RunStatus> STOPPED = Set.of(RunStatus.CANCELLED, RunStatus.TIMED_OUT);

    private final KeptRuns runs;
    private final RunCommitter committer;
    private final RunPayloads payloads;
    private final CallKeeper calls;
    private final StepKeeper steps;
    private final Set<String> decidedElsewhere = ConcurrentHashMap.newKeySet();
    private final Set<String> unusable = ConcurrentHashMap.newKeySet();
    private volatile @Nullable RunScope scope;
    private volatile boolean suspended;
    private volatile boolean failing;

    StoreKeeper(KeptRuns runs, RunCommitter committer) {
        this(runs, committer, CommitWait.LONGEST);
    }

    /** @param longest how long an accepted step may take to be written */
    StoreKeeper(KeptRuns runs, RunCommitter committer, Duration longest) {
        this.runs = runs;
        this.committer = committer;
        this.payloads = runs.payloads(committer.lease().runId());
        this.calls = new CallKeeper(runs, committer, this);
        this.steps = new StepKeeper(runs, committer, this, longest);
    }

    String runId() {
        return committer.lease().runId();
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public void begins(RunScope ofRun, FlowGraph graph) {
        scope = ofRun;
        steps.isOf(graph);
        runs.watch().add(this);
    }

    @Override
    public KeptCall intends(StepContext context, Sending.Asked asked, int number, Reservation reserved) {
        return calls.intends(context, asked, number, reserved);
    }

    @Override
    public void takenOver(StepContext context, StepResult<?> result, Supplier<String> inputHash) {
        steps.takenOver(context, result, inputHash);
    }

    @Override
    public void soFar(KeptStep step) {
        steps.soFar(step);
    }

    @Override
    public CompletableFuture<Optional<RuntimeException>> ended(KeptStep step) {
        return steps.ended(step);
    }

    /** Waits until it is written; returns why it is not known to be. */
    @Nullable
    RuntimeException awaited(CompletableFuture<Void> written, String what) {
        Throwable failed = CommitWait.failure(written);
        return failed == null ? null : lost(what, failed);
    }

    /** Nothing new starts in a run that cannot be written down, and calls under way are given up in one that is another's. */
    StepException lost(String what, Throwable cause) {
        failing |= cause instanceof RunStoreException;
        StepException error = new StepException.NotRecorded(
                "run '" + runId() + "': " + what + ": " + cause.getMessage()
                        + "; what was written before is kept, and the run can be resumed from there",
                cause);
        RunScope stopped = scope;
        if (stopped != null) {
            stopped.haltRun(error);
            if (cause instanceof RunLeasedException) {
                stopped.stop(RunStatus.CANCELLED);
            }
        }
        return error;
    }

    /** The run is another owner's by now. */
    void lost(RunLeasedException why) {
        committer.breakOff(why);
        lost("it goes on elsewhere", why);
    }

    @Override
    public void decided(Approval asked, Object answer) {
        String id = asked.id();
        if (decidedElsewhere.contains(id)) {
            return;
        }
        if (!runs.store().decide(runId(), id, payloads.answer(id, asked.answerType(), answer))) {
            throw Decision.notAsked(id, true, List.of());
        }
        knows(id);
    }

    /** Whether what was decided there is nothing that this program can act on. */
    boolean isUnusable(String approvalId) {
        return unusable.contains(approvalId);
    }

    void unusable(String approvalId) {
        unusable.add(approvalId);
    }

    /** This decision is in the store already. */
    void knows(String approvalId) {
        decidedElsewhere.add(approvalId);
    }

    @Override
    public void suspend() {
        suspended = true;
    }

    /** From here on its lease is not looked after: a run that has just given it back must not be taken for lost. */
    @Override
    public <O> ToolFlowResult<O> ended(ToolFlowResult<O> result) {
        runs.watch().remove(this);
        boolean ends = mayEnd(result);
        RuntimeException unwritten = ends ? moved(result) : null;
        if (unwritten != null || !ends) {
            giveBack();
        } else if (result.status() == RunStatus.WAITING) {
            runs.watch().waits(this);
        }
        ToolFlowResult<O> written = steps.asWritten(result);
        return unwritten == null ? written : written.unwritten(unwritten);
    }

    /** Whether how it ended here is its end: not when another is to go on with it, from what was written. */
    private boolean mayEnd(ToolFlowResult<?> result) {
        RuntimeException error = result.error().orElse(null);
        boolean lost =
                error instanceof StepException.NotRecorded || error instanceof RunStoreException || steps.hasLost();
        return !suspended && (!lost || (STOPPED.contains(result.status()) && !committer.isBroken()));
    }

    private @Nullable RuntimeException moved(ToolFlowResult<?> result) {
        RunPhase phase = RunPhase.valueOf(result.status().name());
        RunChange moved =
                new RunChange.Moved(phase, payloads.end(RunEnd.of(result).write(payloads.errors())));
        Throwable failed = CommitWait.failureWhateverComes(committer.write(moved));
        return failed == null ? null : lost("how it ended could not be written down", failed);
    }

    /** Another may go on with it. A store that has failed was waited for already: it has a moment to take the lease back. */
    private void giveBack() {
        if (!failing) {
            release();
            return;
        }
        try {
            CommitWait.briefly(
                    CompletableFuture.runAsync(this::release, runs.parts().aside()));
        } catch (RejectedExecutionException e) {
            leaseEndsByItself(e);
        }
    }

    /** Where the store cannot be reached, another goes on when the lease is over. */
    private void release() {
        try {
            committer.flush();
            runs.store().release(committer.lease());
        } catch (RuntimeException e) {
            leaseEndsByItself(e);
        }
    }

    private void leaseEndsByItself(RuntimeException why) {
        runs.warn(runId(), "its lease could not be given back and ends by itself", why);
    }

    @Override
    public RunKeeper again() {
        RunPhase phase = runs.past().found(runId()).phase();
        if (phase.isEnded()) {
            throw FlowRun.over(runId(), phase.name());
        }
        return runs.again(runId(), fence());
    }

    @Override
    public void notBegun() {
        runs.store().release(committer.lease());
    }

    @Override
    public long fence() {
        return committer.lease().fence();
    }

    @Override
    public void givenUp() {
        runs.watch().remove(this);
        if (!suspended) {
            try {
                runs.store().cancel(runId());
            } catch (RunStoreException e) {
                runs.warn(runId(), "it could not be cancelled in its store", e);
            }
        }
    }
}
