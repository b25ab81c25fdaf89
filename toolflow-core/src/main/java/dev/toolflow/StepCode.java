package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the audits and the function of one step. Where the step has a deadline they run beside its own thread, which so gets on
 * when they do not: they are interrupted, and left to themselves if they ignore that. For one thread.
 */
final class StepCode {
    private static final long PATIENCE_SECONDS = 1;
    private static final long EVER_SECONDS = TimeUnit.DAYS.toSeconds(366);

    private final EngineParts engine;
    private final StepContext context;

    StepCode(EngineParts engine, StepContext context) {
        this.engine = engine;
        this.context = context;
    }

    String stepId() {
        return context.id();
    }

    /**
     * Returns what the code returns, and throws what it throws.
     *
     * @throws StepException.CodeFailed when it was interrupted and did not end
     */
    <T extends @Nullable Object> T call(String what, Supplier<? extends T> code) {
        if (!context.scope().isPart()) {
            return code.get();
        }
        context.scope().keepOwnInterruptOnly();
        Beside<T> beside = new Beside<>(() -> engine.working(code));
        try {
            engine.aside().execute(beside);
        } catch (RejectedExecutionException e) {
            return code.get();
        }
        return ended(what, beside);
    }

    private <T extends @Nullable Object> T ended(String what, Beside<T> beside) {
        try {
            return beside.result(EVER_SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            return interrupted(what, beside);
        }
    }

    private <T extends @Nullable Object> T interrupted(String what, Beside<T> beside) {
        beside.interrupt();
        try {
            return beside.result(PATIENCE_SECONDS);
        } catch (InterruptedException | TimeoutException e) {
            throw new StepException.CodeFailed(
                    "step '" + context.id() + "': " + what + " did not end within " + PATIENCE_SECONDS
                            + " s of its interrupt and is left to itself; make it end when it is interrupted",
                    null);
        } finally {
            Thread.currentThread().interrupt();
        }
    }

    /** Code on a thread of its own, which may be interrupted as long as the code runs. Thread-safe. */
    private static final class Beside<T extends @Nullable Object> implements Runnable {
        private final Supplier<? extends T> code;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private @Nullable Thread runner;
        private boolean interrupted;

        Beside(Supplier<? extends T> code) {
            this.code = code;
        }

        @Override
        public void run() {
            runner(Thread.currentThread());
            try {
                result.complete(code.get());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            } finally {
                runner(null);
                Thread.interrupted();
            }
        }

        private synchronized void runner(@Nullable Thread thread) {
            runner = thread;
            if (thread != null && interrupted) {
                thread.interrupt();
            }
        }

        synchronized void interrupt() {
            interrupted = true;
            if (runner != null) {
                runner.interrupt();
            }
        }

        T result(long seconds) throws InterruptedException, TimeoutException {
            try {
                return result.get(seconds, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof RuntimeException thrown
                        ? thrown
                        : new IllegalStateException(e.getCause());
            }
        }
    }
}
