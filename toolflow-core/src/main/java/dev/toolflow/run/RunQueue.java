package dev.toolflow.run;

import java.util.function.Consumer;

/**
 * Hands runs that were submitted by any process to workers of any process, each to one at a time; to another when its worker
 * died. Implementations are thread-safe.
 */
public interface RunQueue {

    /**
     * A run is to be worked on: it was submitted, or a person has decided. Does nothing when it is queued already.
     *
     * @throws RunStoreException if it cannot be queued
     */
    void submit(String runId);

    /**
     * Works on queued runs until what is returned is closed, which waits for those under way.
     *
     * @param work does one run, and returns when it has ended or waits; when it throws, the run is handed out again later
     * @param atOnce how many runs are worked on at the same time, at least 1
     */
    Working work(Consumer<String> work, int atOnce);

    /** A worker at work. */
    interface Working extends AutoCloseable {
        /** Takes no more runs, and waits for those under way. */
        @Override
        void close();
    }
}
