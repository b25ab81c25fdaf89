package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Callers that wait for the writer of a store at the same time: all but the first share a commit.
 *
 * @param file the store's file
 */
record Crowd(Path file) {
    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    /** Lets all write while another process keeps the file locked, which then lets go of it; what each threw, or null. */
    List<Throwable> together(List<Runnable> writes) throws Exception {
        List<CompletableFuture<Throwable>> outcomes = new ArrayList<>();
        try (Connection other = RawSqlite.lock(file)) {
            for (Runnable write : writes) {
                CompletableFuture<Throwable> outcome = new CompletableFuture<>();
                outcomes.add(outcome);
                Thread thread = new Thread(() -> outcome.complete(catchThrowable(write::run)));
                thread.start();
                awaitWaiting(thread);
            }
            RawSqlite.execute(other, "ROLLBACK");
        }
        List<Throwable> thrown = new ArrayList<>();
        for (CompletableFuture<Throwable> outcome : outcomes) {
            thrown.add(outcome.get());
        }
        return thrown;
    }

    static void awaitWaiting(Thread thread) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> WAITING.contains(thread.getState()));
    }
}
