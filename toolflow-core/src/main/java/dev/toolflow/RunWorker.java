package dev.toolflow;

import dev.toolflow.run.RunQueue;

/**
 * Works on runs that any process submitted, and on runs of which a person has decided, until it is closed. Thread-safe.
 *
 * <pre>{@code
 * try (RunWorker worker = engine.worker(List.of(BRAND_KIT), 8)) {
 *     shutdown.await();
 * }
 * }</pre>
 */
public final class RunWorker implements AutoCloseable {
    private final RunQueue.Working working;
    private final Runnable forget;

    /** One that takes no more runs either once the engine takes none: it could only keep them from others. */
    RunWorker(RunQueue.Working working, ActiveRuns runs) {
        this.working = working;
        this.forget = runs.whenRefusing(working::close);
    }

    /** Takes no more runs, and waits for those under way. Close it before the engine, which would cut them short. */
    @Override
    public void close() {
        working.close();
        forget.run();
    }
}
