package dev.toolflow;

import dev.toolflow.tool.CallContext.Registration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work that waits for a worker: it is begun once, or skipped as soon as its run may start nothing more, however long the queue
 * before it is. Thread-safe.
 */
final class Turn {
    private final RunScope scope;
    private final Queue workers;
    private final Executor aside;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable takeBack = () -> {};

    /** Where work waits. */
    @FunctionalInterface
    interface Queue {
        /**
         * Queues the work.
         *
         * @return takes it back
         */
        Runnable add(Runnable work);
    }

    Turn(RunScope scope, Queue workers, Executor aside) {
        this.scope = scope;
        this.workers = workers;
        this.aside = aside;
    }

    /** Queues the work, which says what comes next; skips it when the run may not go on before, or the engine is closed. */
    void take(Supplier<Runnable> work, Runnable skip) {
        Registration stop = scope.onStop(() -> skip(skip));
        Registration halt = scope.onHalt(() -> skip(skip));
        try {
            takeBack = workers.add(() -> {
                if (over.compareAndSet(false, true)) {
                    stop.close();
                    halt.close();
                    work.get().run();
                }
            });
            if (over.get()) {
                takeBack.run();
            }
        } catch (RejectedExecutionException e) {
            stop.close();
            halt.close();
            skip(skip);
        }
    }

    /** Not on the thread that stops the run: what follows may be code of the user's. */
    private void skip(Runnable skip) {
        if (over.compareAndSet(false, true)) {
            takeBack.run();
            aside.execute(skip);
        }
    }
}
