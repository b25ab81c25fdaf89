package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of a transaction on PostgreSQL: done by a thread of the store, while its caller waits. */
final class Attempt<T> {
    /** Names the transaction, to ask for it later, and frees its rows should this process be paused in the middle of it. */
    private static final String BEGIN_WRITING =
            "SELECT CAST(pg_current_xact_id() AS TEXT), set_config('idle_in_transaction_session_timeout', ?, true)";

    /** Nothing is known of a transaction of long ago: as little as of one that is still under way. */
    private static final String STATUS = "SELECT coalesce(pg_xact_status(CAST(? AS xid8)), 'in progress')";

    private static final String BEGIN_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private static final long GRACE_SECONDS = 1;
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final DataSource database;
    private final Database.Work<T> work;
    private final boolean writes;
    private final Duration forOneAnswer;
    private final Dialect dialect;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
    private volatile @Nullable Connection used;
    private volatile @Nullable String transaction;
    private volatile @Nullable T result;

    private enum Stage {
        OPEN,
        COMMITTING,
        GIVEN_UP
    }

    private Attempt(DataSource database, Database.Work<T> work, boolean writes, Patience left) {
        this.database = database;
        this.work = work;
        this.writes = writes;
        this.forOneAnswer = left.forOneAnswer();
        this.dialect = left.isFirstTry() ? Dialect.POSTGRESQL : Dialect.POSTGRESQL_APART;
    }

    static <T> Attempt<T> writing(DataSource database, Database.Work<T> work, Patience left) {
        return new Attempt<>(database, work, true, left);
    }

    static <T> Attempt<T> reading(DataSource database, Database.Work<T> work, Patience left) {
        return new Attempt<>(database, work, false, left);
    }

    /** Does it, and waits for it. When that wait ends first, nothing is written, unless it was about to be committed. */
    T on(Executor threads, Patience left) throws SQLException {
        FutureTask<T> task = new FutureTask<>(this::call);
        left.checkInterrupt();
        try {
            threads.execute(task);
            return task.get(left.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | CancellationException e) {
            throw left.closed();
        } catch (TimeoutException e) {
            giveUp(task, left);
            return late(task, left.overdue(e));
        } catch (InterruptedException e) {
            giveUp(task, left);
            try {
                return late(task, left.interrupted(e));
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** Whether its commit was begun and may have taken effect. */
    boolean isInDoubt() {
        return writes && stage.get() == Stage.COMMITTING;
    }

    /** What came of it, if its commit took effect. */
    T result() {
        return Objects.requireNonNull(result, "a transaction that was committed has a result");
    }

    /** Asks what became of it. */
    String status(Session session) throws SQLException {
        return session.first(STATUS, row -> row.getString(1), transaction).orElseThrow();
    }

    private T call() throws SQLException {
        try (Loan loan = Loan.of(database, forOneAnswer);
                Session session = new Session(loan.connection(), dialect)) {
            used = loan.connection();
            begin(session);
            T made = work.in(session);
            result = made;
            if (!stage.compareAndSet(Stage.OPEN, Stage.COMMITTING)) {
                throw new SQLException("its caller gave it up", PostgresFault.CANCELLED);
            }
            loan.connection().commit();
            return made;
        }
    }

    private void begin(Session session) throws SQLException {
        if (writes) {
            Write begin = Write.of(BEGIN_WRITING, forOneAnswer.toMillis() + "ms");
            session.opensWith(new Opening(begin, row -> transaction = row.getString(1)));
        } else {
            session.execute(BEGIN_READING);
        }
    }

    /** Keeps it from being committed, unless it is too late for that. */
    private void giveUp(FutureTask<T> task, Patience left) {
        if (stage.compareAndSet(Stage.OPEN, Stage.GIVEN_UP)) {
            task.cancel(true);
            abort();
        } else if (writes) {
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
            throw failure(e);
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

    private static SQLException failure(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof SQLException sql ? sql : new SQLException(cause);
    }
}
