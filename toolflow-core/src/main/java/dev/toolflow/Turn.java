package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work that waits for a worker: it is begun once, or skipped as soon as its run is stopped, however long the queue before it
 * is. Thread-safe.
 */
final class Turn {
    private final RunScope scope;
    private final Executor workers;
    private final Executor aside;
    private final AtomicBoolean over = new AtomicBoolean();

    Turn(RunScope scope, Executor workers, Executor aside) {
        this.scope = scope;
        this.workers = workers;
        this.aside = aside;
    }

    /** Queues the work, which says what comes next; skips it when the run is stopped before, or the engine is closed. */
    void take(Supplier<Runnable> work, Runnable skip) {
        Registration waiting = scope.onStop(() -> skip(skip));
        try {
            workers.execute(() -> {
                if (over.compareAndSet(false, true)) {
                    waiting.close();
                    work.get().run();
                }
            });
        } catch (RejectedExecutionException e) {
            waiting.close();
            skip(skip);
        }
    }

    /** Not on the thread that stops the run: what follows may be code of the user's. */
    private void skip(Runnable skip) {
        if (over.compareAndSet(false, true)) {
            aside.execute(skip);
        }
    }
}
