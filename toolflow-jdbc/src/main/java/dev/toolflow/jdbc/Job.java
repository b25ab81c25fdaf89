package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What one caller wants written, and the answer that it waits for. The caller and the writer share it. */
final class Job<T> {
    private final String what;
    private final Database.Work<T> work;
    private final SqliteFailure failure;
    private final boolean soon;
    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private final AtomicReference<Turn> turn = new AtomicReference<>(Turn.WAITING);

    private @Nullable Runnable whenWritten;

    /** @param soon whether it need not be on disk when it is answered */
    Job(String what, Database.Work<T> work, SqliteFailure failure, boolean soon) {
        this.what = what;
        this.work = work;
        this.failure = failure;
        this.soon = soon;
    }

    boolean isSoon() {
        return soon;
    }

    /** Whose turn it is: the writer's to do it, or the caller's to go away, whoever is first. */
    private enum Turn {
        WAITING,
        BEGUN,
        WITHDRAWN
    }

    /** Whether the writer may do it, the first time or once more: not when the caller has gone away. */
    boolean begin() {
        return turn.compareAndSet(Turn.WAITING, Turn.BEGUN) || turn.get() == Turn.BEGUN;
    }

    private boolean withdraw() {
        return turn.compareAndSet(Turn.WAITING, Turn.WITHDRAWN);
    }

    boolean isAnswered() {
        return answer.isDone();
    }

    /** Does it, in the writer's transaction. */
    void run(Session session) throws SQLException {
        T result = work.in(session);
        whenWritten = () -> answer.complete(result);
    }

    /** It is written. */
    void succeed() {
        if (whenWritten != null) {
            whenWritten.run();
        }
    }

    /** Nothing of it was written. */
    void fail(SQLException cause) {
        answer.completeExceptionally(failure.of(what, cause));
    }

    /** Nothing of it was written, for a reason of its own. */
    void refuse(Throwable reason) {
        answer.completeExceptionally(reason);
    }

    void failClosed() {
        answer.completeExceptionally(failure.closed(what));
    }

    /** It was written or not. */
    void lose(SQLException cause) {
        answer.completeExceptionally(failure.unknown(what, cause));
    }

    /** Waits for the answer. Once the writer has begun, an interrupt waits for it too: to give up then would be to know nothing. */
    T await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    if (withdraw()) {
                        throw failure.interrupted(what, e);
                    }
                }
            }
        } catch (TimeoutException e) {
            throw withdraw() ? failure.late(what) : failure.unknown(what, e);
        } catch (ExecutionException e) {
            throw thrown(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException thrown(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException reason) {
            return reason;
        }
        return new RunStoreException("the work for the store failed; see the cause", e.getCause());
    }
}
