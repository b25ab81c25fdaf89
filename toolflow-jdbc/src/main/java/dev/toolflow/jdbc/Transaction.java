package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One try of a transaction on PostgreSQL, done by a thread of the store while its caller waits. */
final class Transaction<T> {
    /** Names the transaction, to ask for it later, and frees its rows should this process be paused in the middle of it. */
    private static final String BEGIN_WRITING =
            "SELECT CAST(pg_current_xact_id() AS TEXT), set_config('idle_in_transaction_session_timeout', ?, true)";

    /** Nothing is known of a transaction of long ago: as little as of one that is still under way. */
    private static final String STATUS = "SELECT coalesce(pg_xact_status(CAST(? AS xid8)), 'in progress')";

    private static final String BEGIN_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";

    private final DataSource database;
    private final Database.Work<T> work;
    private final Attempt<T> attempt;
    private final Duration forOneAnswer;
    private final Dialect dialect;
    private volatile @Nullable String name;
    private volatile @Nullable T result;

    private Transaction(DataSource database, Database.Work<T> work, Attempt.Way way, Patience left) {
        this.database = database;
        this.work = work;
        this.attempt = new Attempt<>(way, left);
        this.forOneAnswer = left.forOneAnswer();
        this.dialect = left.isFirstTry() ? Dialect.POSTGRESQL : Dialect.POSTGRESQL_APART;
    }

    static <T> Transaction<T> writing(DataSource database, Database.Work<T> work, Patience left) {
        return new Transaction<>(database, work, Attempt.Way.WRITING, left);
    }

    /** @param work asks for one statement that writes, before all else */
    static <T> Transaction<T> writingAtOnce(DataSource database, Database.Work<T> work, Patience left) {
        return new Transaction<>(database, work, Attempt.Way.WRITING_AT_ONCE, left);
    }

    static <T> Transaction<T> reading(DataSource database, Database.Work<T> work, Patience left) {
        return new Transaction<>(database, work, Attempt.Way.READING, left);
    }

    /** Does it, and waits for it. When that wait ends first, nothing is written, unless it was about to be committed. */
    T on(Executor threads, Patience left) throws SQLException {
        return attempt.of(this::call, threads::execute, left);
    }

    /** Whether its commit was begun and may have taken effect. */
    boolean isInDoubt() {
        return attempt.isInDoubt();
    }

    /** What came of it, if its commit took effect. */
    T result() {
        return Objects.requireNonNull(result, "a transaction that was committed has a result");
    }

    /** Asks what became of it. */
    String status(Session session) throws SQLException {
        return session.first(STATUS, row -> row.getString(1), name).orElseThrow();
    }

    private T call() throws SQLException {
        boolean atOnce = attempt.way() == Attempt.Way.WRITING_AT_ONCE;
        try (Loan loan = Loan.of(database, atOnce ? Attempt.withGrace(forOneAnswer) : forOneAnswer, atOnce);
                Session session = new Session(loan.connection(), dialect)) {
            attempt.uses(loan.connection());
            if (atOnce) {
                attempt.commits(session);
                return work.in(session);
            }
            begin(session);
            T made = work.in(session);
            result = made;
            attempt.commits(session);
            loan.connection().commit();
            return made;
        }
    }

    private void begin(Session session) throws SQLException {
        if (attempt.way() == Attempt.Way.WRITING) {
            Write begin = Write.of(BEGIN_WRITING, forOneAnswer.toMillis() + "ms");
            session.opensWith(new Opening(begin, row -> name = row.getString(1)));
        } else {
            session.execute(BEGIN_READING);
        }
    }
}
