package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the audits and the function of one step. Where the step has a deadline they run beside its own thread, which so gets on
 * when they do not: they are interrupted, and left to themselves if they ignore that. That thread is one of the system's and
 * never a virtual one, since code that loops keeps a virtual one's carrier from all others. For one thread.
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
     * @throws StepException.CodeFailed when it was interrupted and did not end, or had no thread to begin on
     */
    <T extends @Nullable Object> T call(String what, Supplier<? extends T> code) {
        if (!context.scope().isPart()) {
            return code.get();
        }
        context.scope().keepOwnInterruptOnly();
        takePlace(what);
        Beside<T> beside =
                new Beside<>(() -> engine.working(code), engine.workers().beside());
        try {
            engine.aside().execute(beside);
        } catch (RejectedExecutionException e) {
            beside.leavePlace();
            return code.get();
        }
        return ended(what, beside);
    }

    private void takePlace(String what) {
        Semaphore places = engine.workers().beside();
        try {
            if (!places.tryAcquire()) {
                places.acquire();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepException.CodeFailed(
                    "step '" + context.id() + "': " + what
                            + " was not begun: until the step was ended, all threads for code of"
                            + " steps with a deadline were in use; make such code take less long",
                    null);
        }
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
            beside.leavePlace();
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
        private final Semaphore places;
        private final AtomicBoolean leftPlace = new AtomicBoolean();
        private boolean interrupted;

        /** Holds a place already. */
        Beside(Supplier<? extends T> code, Semaphore places) {
            this.code = code;
            this.places = places;
        }

        /** It ended, or is left to itself: then it is counted no more. */
        void leavePlace() {
            if (leftPlace.compareAndSet(false, true)) {
                places.release();
            }
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
                leavePlace();
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
