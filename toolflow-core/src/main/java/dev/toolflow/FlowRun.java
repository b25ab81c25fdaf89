package dev.toolflow;

import java.util.concurrent.CompletableFuture;

/**
 * A run under way. Thread-safe.
 *
 * @param <O> what the run makes
 */
public final class FlowRun<O> {
    private final String id;
    private final RunScope scope;
    private final CompletableFuture<ToolFlowResult<O>> result;

    FlowRun(String id, RunScope scope, CompletableFuture<ToolFlowResult<O>> result) {
        this.id = id;
        this.scope = scope;
        this.result = result;
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    /**
     * The result, once the run has ended, however it ended: the future itself fails only if the engine is at fault. Completing
     * or cancelling the future does not touch the run; use {@link #cancel()}.
     */
    public CompletableFuture<ToolFlowResult<O>> result() {
        return result.copy();
    }

    /**
     * Cancels the run: no new call is made, and calls in flight are given up. What was done and paid stays in the result.
     * Does nothing when the run has ended.
     */
    public void cancel() {
        scope.stop(RunStatus.CANCELLED);
    }

    @Override
    public String toString() {
        return "FlowRun[" + id + (result.isDone() ? ", ended]" : ", running]");
    }
}
