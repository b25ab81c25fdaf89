package dev.toolflow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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

    boolean hasEnded() {
        return result.isDone();
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
            throw new IllegalStateException("run " + id + ": the engine itself failed; please report it", e.getCause());
        }
    }

    @Override
    public String toString() {
        return "FlowRun[" + id + (result.isDone() ? ", ended]" : ", running]");
    }
}
