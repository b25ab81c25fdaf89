package dev.toolflow.examples;

import dev.toolflow.FlowRun;
import dev.toolflow.ToolFlowResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;

/**
 * A run under way, however it was begun. Thread-safe.
 *
 * @param result how it ends, or that it waits
 * @param heard whether its progress is told
 * @param stop ends it before its time
 * @param decide goes on with what a person decided
 * @param <O> what the run makes
 */
record Going<O>(
        CompletableFuture<ToolFlowResult<O>> result,
        boolean heard,
        Runnable stop,
        BiFunction<String, Object, Going<O>> decide) {

    /** One that a person may stop. */
    static <O> Going<O> of(FlowRun<O> run, Runnable stop) {
        return new Going<>(run.result(), true, stop, (approval, answer) -> of(run.decide(approval, answer), stop));
    }

    /** The same, of which nothing is told, since it was told before. */
    Going<O> unheard() {
        return new Going<>(result, false, stop, decide);
    }

    /** Waits for the result; what cannot go on at all is thrown as it is. */
    ToolFlowResult<O> await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
