package dev.toolflow;

import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run under way, or one that waits for a person. Thread-safe.
 *
 * @param <O> what the run makes
 */
public final class FlowRun<O> {
    private final RunState state;
    private final CompletableFuture<ToolFlowResult<O>> result;
    private final Waits<O> waits;
    private @Nullable FlowRun<O> next;
    private boolean cancelled;
    private boolean left;

    /**
     * What the engine does with a run that waits.
     *
     * @param <O> what the run makes
     */
    interface Waits<O> {
        /** The run goes on; it keeps its place among the admitted. */
        FlowRun<O> goOn(ToolFlowResult<O> waiting, Decision decision);

        /** The run will not go on. */
        void leave(FlowRun<O> run);
    }

    FlowRun(RunState state, CompletableFuture<ToolFlowResult<O>> result, Waits<O> waits) {
        this.state = state;
        this.result = result;
        this.waits = waits;
    }

    /** The run's id. */
    public String id() {
        return state.id();
    }

    /**
     * The result, once the run has ended, however it ended, or waits for a person: the future itself fails only if the engine is
     * at fault. Completing or cancelling the future does not touch the run; use {@link #cancel()}.
     */
    public CompletableFuture<ToolFlowResult<O>> result() {
        return result.copy();
    }

    /**
     * Cancels the run: no new call is made, and calls in flight are given up. What was done and paid stays in the result. A run
     * that waits for a person is given up by the engine, and one that went on is cancelled. Does nothing when the run has ended.
     */
    public void cancel() {
        FlowRun<O> following;
        synchronized (this) {
            following = next;
            cancelled = true;
        }
        if (following != null) {
            following.cancel();
        } else {
            state.scope().stop(RunStatus.CANCELLED);
            leaveIfStopped();
        }
    }

    /**
     * Says what a person decided. The run goes on at once, with all that it has done; nothing is repeated. May be called as
     * soon as the approval is asked, also while other steps of the run are under way.
     *
     * @param approvalId the id path of the approval, such as {@code loop#2/ok}
     * @param answer what is handed on
     * @return the run that goes on: this one while it is under way, another of the same id when it has been waiting
     * @throws IllegalArgumentException when the answer is not of the type that was asked for
     * @throws InvalidInputException when the answer breaks a constraint of its type
     * @throws UnknownRunException when the run has ended or was cancelled
     * @throws IllegalStateException when nothing is asked under this id, or it is decided already
     */
    public FlowRun<O> decide(String approvalId, Object answer) {
        Objects.requireNonNull(approvalId, "approvalId");
        Objects.requireNonNull(answer, "answer");
        requireNotCancelled();
        if (state.activity().decide(approvalId, answer)) {
            return this;
        }
        ToolFlowResult<O> ended = result.join();
        FlowRun<O> following;
        synchronized (this) {
            if (next == null) {
                next = goOn(ended, new Decision(approvalId, answer));
                return next;
            }
            following = next;
        }
        return following.decide(approvalId, answer);
    }

    private synchronized void requireNotCancelled() {
        if (next == null && cancelled && !result.isDone()) {
            throw over(id(), RunStatus.CANCELLED.name());
        }
    }

    static UnknownRunException over(String runId, String how) {
        return new UnknownRunException(
                "run '" + runId + "' is " + how + " and asks nothing any more; nothing was decided");
    }

    private FlowRun<O> goOn(ToolFlowResult<O> ended, Decision decision) {
        if (ended.status() != RunStatus.WAITING) {
            throw over(id(), ended.status().name());
        }
        if (cancelled || left) {
            throw over(id(), RunStatus.CANCELLED.name());
        }
        Approval asked = ended.waiting().stream()
                .filter(question -> question.id().equals(decision.id()))
                .findFirst()
                .orElseThrow(() -> Decision.notAsked(
                        decision.id(),
                        state.memory().decision(decision.id()).isPresent(),
                        ended.waiting().stream().map(Approval::id).toList()));
        asked.requireAnswer(decision.answer());
        state.keeper().decided(asked, decision.answer());
        try {
            return waits.goOn(ended, decision);
        } catch (RunLeasedException | UnknownRunException e) {
            letGo();
            throw e;
        }
    }

    /** Gives its place up if it waits: whoever has its store may go on with it. */
    void letGo() {
        synchronized (this) {
            if (left || next != null || !isWaiting()) {
                return;
            }
            left = true;
        }
        state.keeper().suspend();
        waits.leave(this);
    }

    /** Acts on what a person decided elsewhere, if the run asks that by now. */
    void decideKept(String approvalId, Function<Approval, Object> answer) {
        Optional<Approval> asked = state.activity().waiting().stream()
                .filter(question -> question.id().equals(approvalId))
                .findFirst();
        asked.ifPresent(question -> decide(approvalId, answer.apply(question)));
    }

    /** This run as one of the flow that it was run with. */
    @SuppressWarnings("unchecked")
    <R> FlowRun<R> as(ToolFlow<?, R> flow) {
        if (state.flow() != flow) {
            throw new InvalidFlowException("flow '" + flow.name() + "': run " + id()
                    + " is under way with another flow of that name; use the one that it was started with");
        }
        return (FlowRun<R>) this;
    }

    /** The engine closes; the run is stopped, and another engine may go on with it. */
    void suspend() {
        state.keeper().suspend();
        cancel();
    }

    /** The run has ended, or waits from now on: one that was cancelled meanwhile is given up. */
    void ended(ToolFlowResult<O> how) {
        result.complete(how);
        leaveIfStopped();
    }

    private void leaveIfStopped() {
        synchronized (this) {
            if (left || next != null || !isWaiting() || !state.scope().isStopped()) {
                return;
            }
            left = true;
        }
        waits.leave(this);
    }

    /** Whether another run may have its id: this one has ended, or the other is this one, gone on. */
    boolean givesWayTo(FlowRun<?> other) {
        return result.isDone() && (!isWaiting() || state.memory().isOfSameRun(other.state.memory()));
    }

    /** Whether it has ended for good. */
    boolean isOver() {
        return result.isDone() && !isWaiting();
    }

    /** Whether the store has it as this one left it to wait. */
    boolean isLeft(RunRecord kept) {
        return kept.phase() == RunPhase.WAITING
                && kept.fence() == state.keeper().fence();
    }

    boolean isWaiting() {
        return result.isDone() && result.join().status() == RunStatus.WAITING;
    }

    /** Waits for the result; an interrupt cancels the run, whose result is returned, and is kept. */
    ToolFlowResult<O> await() {
        try {
            return result.get();
        } catch (InterruptedException e) {
            cancel();
            ToolFlowResult<O> cancelled = result.join();
            Thread.currentThread().interrupt();
            return cancelled;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "run " + id() + ": the engine itself failed; please report it", e.getCause());
        }
    }

    @Override
    public String toString() {
        return "FlowRun[" + id() + (isWaiting() ? ", waiting]" : result.isDone() ? ", ended]" : ", running]");
    }
}
