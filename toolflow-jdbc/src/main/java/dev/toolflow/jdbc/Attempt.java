package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.PostgresFault.CANCELLED;

import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try of what is done on PostgreSQL by another thread, as its caller sees it, who waits, gives it up where it does not end, and
 * knows then whether something may have been written.
 */
final class Attempt<T> {
    private static final long GRACE_SECONDS = 1;
    private static final DaemonThreads CANCELLERS = new DaemonThreads("toolflow-postgres-cancel");
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Way way;
    private final Duration forOneAnswer;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
    private volatile @Nullable Connection used;
    private volatile @Nullable Session working;

    private enum Stage {
        OPEN,
        COMMITTING,
        GIVEN_UP
    }

    /** What is done. */
    enum Way {
        READING,
        WRITING,
        /** In one statement, which is on its way or not. */
        WRITING_AT_ONCE
    }

    Attempt(Way way, Patience left) {
        this.way = way;
        this.forOneAnswer = left.forOneAnswer();
    }

    Way way() {
        return way;
    }

    /** How long a connection may wait for the answer to one statement that its caller would break off after this time. */
    static Duration withGrace(Duration forOneAnswer) {
        return forOneAnswer.plusSeconds(2 * GRACE_SECONDS);
    }

    /**
     * Has it done, and waits for it. When that wait ends first, nothing is written, unless it was about to be committed.
     *
     * @param work what is done
     * @param start has another thread do it
     */
    T of(Callable<T> work, Consumer<FutureTask<T>> start, Patience left) throws SQLException {
        FutureTask<T> task = new FutureTask<>(work);
        left.checkInterrupt();
        try {
            start.accept(task);
            return answer(task, left);
        } catch (RejectedExecutionException | CancellationException e) {
            throw left.closed();
        } catch (TimeoutException e) {
            giveUp(task, left);
            return late(task, left.overdue(e));
        } catch (InterruptedException e) {
            try {
                if (isCancelled(task)) {
                    throw left.interrupted(e);
                }
                giveUp(task, left);
                return late(task, left.interrupted(e));
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw PostgresFault.thrownBy(e);
        }
    }

    private T answer(FutureTask<T> task, Patience left)
            throws SQLException, InterruptedException, ExecutionException, TimeoutException {
        if (way == Way.WRITING_AT_ONCE) {
            try {
                return task.get(Math.min(forOneAnswer.toNanos(), left.nanosLeft()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (isCancelled(task)) {
                    throw PostgresFault.oneByOne();
                }
            }
        }
        return task.get(left.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    /** Whether its commit was begun and may have taken effect. */
    boolean isInDoubt() {
        return way != Way.READING && stage.get() == Stage.COMMITTING;
    }

    /** This is the connection that it waits for from now on. */
    void uses(Connection connection) {
        used = connection;
    }

    /** It is committed now, unless its caller has given it up; then false. */
    boolean mayCommit(Session session) {
        working = session;
        return stage.compareAndSet(Stage.OPEN, Stage.COMMITTING);
    }

    /** It is committed now. */
    void commits(Session session) throws SQLException {
        if (!mayCommit(session)) {
            throw new SQLException("its caller gave it up", CANCELLED);
        }
    }

    /**
     * Has the one statement broken off that is on its way, if it is that; the database says whether it was. Whoever waits for others
     * who hold the run is told so, and knows that nothing was written.
     */
    private boolean isCancelled(FutureTask<T> task) {
        Session session = working;
        if (way != Way.WRITING_AT_ONCE || session == null || stage.get() != Stage.COMMITTING) {
            return false;
        }
        CANCELLERS.newThread(() -> cancel(session)).start();
        try {
            task.get(GRACE_SECONDS, TimeUnit.SECONDS);
            return false;
        } catch (ExecutionException e) {
            return e.getCause() instanceof SQLException said && PostgresFault.isCancelled(said);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void cancel(Session session) {
        try {
            session.cancel();
        } catch (SQLException e) {
            LOG.debug("A statement could not be broken off", e);
        }
    }

    /** Keeps it from being committed, unless it is too late for that. */
    private void giveUp(FutureTask<T> task, Patience left) {
        if (stage.compareAndSet(Stage.OPEN, Stage.GIVEN_UP)) {
            task.cancel(true);
            abort();
        } else if (way != Way.READING) {
            left.doubt();
        }
    }

    /** One that is being committed usually ends at once; then that counts. */
    private T late(FutureTask<T> task, RunStoreException otherwise) throws SQLException {
        if (task.isCancelled()) {
            throw otherwise;
        }
        try {
            return task.get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw PostgresFault.thrownBy(e);
        } catch (TimeoutException | InterruptedException e) {
            abort();
            otherwise.addSuppressed(e);
            throw otherwise;
        }
    }

    private void abort() {
        Connection connection = used;
        if (connection == null) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection that does not answer could not be cut off", e);
        }
    }
}
