package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * Sends commits to PostgreSQL, those that wait at the same time and read alike in one message: one way there and back, and one
 * transaction. When one of them fails none is written, and each is for its caller to do again. Thread-safe.
 */
final class SharedMessages {
    /**
     * How many share a message at most. So few that the driver, which counts 250 bytes of answer for each and takes 64,000 at once,
     * does not cut the message in two, which would make two transactions of it.
     */
    private static final int MOST = 32;

    private final DataSource database;
    private final Executor threads;
    private final Duration forOneAnswer;
    private final Queue<SharedCommit> waiting = new ArrayDeque<>();

    /**
     * @param threads send, several at a time
     * @param forOneAnswer how long the database may take to answer one message
     */
    SharedMessages(DataSource database, Executor threads, Duration forOneAnswer) {
        this.database = database;
        this.threads = threads;
        this.forOneAnswer = forOneAnswer;
    }

    /** @throws RejectedExecutionException if nothing is sent any more */
    void add(SharedCommit commit) {
        synchronized (waiting) {
            waiting.add(commit);
        }
        try {
            threads.execute(this::send);
        } catch (RejectedExecutionException e) {
            synchronized (waiting) {
                waiting.remove(commit);
            }
            throw e;
        }
    }

    /** Nothing is sent any more: who waits is told so. */
    void cutOff() {
        synchronized (waiting) {
            waiting.forEach(SharedCommit::cutOff);
            waiting.clear();
        }
    }

    private void send() {
        List<SharedCommit> commits = next();
        if (commits.isEmpty()) {
            return;
        }
        try {
            send(commits);
        } catch (SQLException | RuntimeException | Error e) {
            boolean shared = commits.size() > 1;
            commits.forEach(commit -> commit.failed(e, shared));
        } finally {
            commits.forEach(SharedCommit::ended);
        }
    }

    /** In one order for all, so that two who write the same runs do not wait for each other in a circle. */
    private void send(List<SharedCommit> commits) throws SQLException {
        try (Loan loan = Loan.of(database, forOneAnswer, true);
                Session session = new Session(loan.connection(), Dialect.POSTGRESQL)) {
            List<SharedCommit> going = commits.stream()
                    .filter(commit -> commit.goesWith(loan.connection(), session))
                    .sorted(Comparator.comparing(commit -> commit.statement().run()))
                    .toList();
            if (going.size() > 1 && !isOneTransaction(loan.connection())) {
                sendApart(going, session);
            } else if (!going.isEmpty()) {
                session.updateAtOnce(going.stream().map(SharedCommit::statement).toList());
                going.forEach(SharedCommit::written);
            }
        }
    }

    /** Whether the driver sends what goes together in one message, or in several, each a transaction of its own. */
    private static boolean isOneTransaction(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getPreferQueryMode() != PreferQueryMode.SIMPLE;
    }

    private static void sendApart(List<SharedCommit> commits, Session session) {
        for (SharedCommit commit : commits) {
            try {
                session.updateAtOnce(List.of(commit.statement()));
                commit.written();
            } catch (SQLException e) {
                commit.failed(e, false);
            }
        }
    }

    /** Who waits longest, and who waits with the same statement; nobody where another thread took them. */
    private List<SharedCommit> next() {
        List<SharedCommit> alike = new ArrayList<>();
        synchronized (waiting) {
            Iterator<SharedCommit> all = waiting.iterator();
            while (all.hasNext() && alike.size() < MOST) {
                SharedCommit commit = all.next();
                if (alike.isEmpty() || commit.isLike(alike.get(0))) {
                    alike.add(commit);
                    all.remove();
                }
            }
        }
        return alike;
    }
}
