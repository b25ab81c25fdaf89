package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.PostgresFault.CANCELLED;

import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
    private static final DaemonThreads CANCELLERS = new DaemonThreads("toolflow-postgres-cancel");
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final DataSource database;
    private final Database.Work<T> work;
    private final Way way;
    private final Duration forOneAnswer;
    private final Dialect dialect;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.OPEN);
    private volatile @Nullable Connection used;
    private volatile @Nullable Session working;
    private volatile @Nullable String transaction;
    private volatile @Nullable T result;

    private enum Stage {
        OPEN,
        COMMITTING,
        GIVEN_UP
    }

    private enum Way {
        READING,
        WRITING,
        /** In one statement, which is on its way or not. */
        WRITING_AT_ONCE
    }

    private Attempt(DataSource database, Database.Work<T> work, Way way, Patience left) {
        this.database = database;
        this.work = work;
        this.way = way;
        this.forOneAnswer = left.forOneAnswer();
        this.dialect = left.isFirstTry() ? Dialect.POSTGRESQL : Dialect.POSTGRESQL_APART;
    }

    static <T> Attempt<T> writing(DataSource database, Database.Work<T> work, Patience left) {
        return new Attempt<>(database, work, Way.WRITING, left);
    }

    static Attempt<Boolean> writingAtOnce(DataSource database, List<Write> writes, Patience left) {
        Database.Work<Boolean> work = session -> {
            session.updateAtOnce(writes);
            return true;
        };
        return new Attempt<>(database, work, Way.WRITING_AT_ONCE, left);
    }

    static <T> Attempt<T> reading(DataSource database, Database.Work<T> work, Patience left) {
        return new Attempt<>(database, work, Way.READING, left);
    }

    /** Does it, and waits for it. When that wait ends first, nothing is written, unless it was about to be committed. */
    T on(Executor threads, Patience left) throws SQLException {
        FutureTask<T> task = new FutureTask<>(this::call);
        left.checkInterrupt();
        try {
            threads.execute(task);
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

    /** What came of it, if its commit took effect. */
    T result() {
        return Objects.requireNonNull(result, "a transaction that was committed has a result");
    }

    /** Asks what became of it. */
    String status(Session session) throws SQLException {
        return session.first(STATUS, row -> row.getString(1), transaction).orElseThrow();
    }

    private T call() throws SQLException {
        boolean atOnce = way == Way.WRITING_AT_ONCE;
        try (Loan loan =
                        Loan.of(database, atOnce ? forOneAnswer.plusSeconds(2 * GRACE_SECONDS) : forOneAnswer, atOnce);
                Session session = new Session(loan.connection(), dialect)) {
            used = loan.connection();
            if (atOnce) {
                working = session;
                commits();
                return work.in(session);
            }
            begin(session);
            T made = work.in(session);
            result = made;
            commits();
            loan.connection().commit();
            return made;
        }
    }

    private void commits() throws SQLException {
        if (!stage.compareAndSet(Stage.OPEN, Stage.COMMITTING)) {
            throw new SQLException("its caller gave it up", CANCELLED);
        }
    }

    private void begin(Session session) throws SQLException {
        if (way == Way.WRITING) {
            Write begin = Write.of(BEGIN_WRITING, forOneAnswer.toMillis() + "ms");
            session.opensWith(new Opening(begin, row -> transaction = row.getString(1)));
        } else {
            session.execute(BEGIN_READING);
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
            return e.getCause() instanceof SQLException said && CANCELLED.equals(said.getSQLState());
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
