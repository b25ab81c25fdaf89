package dev.toolflow.jdbc;

import dev.toolflow.run.RunQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Short transactions on PostgreSQL, on threads of its own, so that a caller's wait has an end and can be interrupted whatever the
 * driver does. What the database refuses for the moment, or what is lost with its connection, is done again for as long as the
 * store is patient. A commit whose answer was lost is decided by asking the database what became of that transaction.
 * Thread-safe.
 *
 * <p>Nothing lives longer than its transaction: no session setting, no advisory lock. So it works behind PgBouncer.
 */
final class PostgresDatabase implements Database {
    /** How many connections are used at the same time, but for the queue's. */
    static final int CONNECTIONS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);

    private final DataSource database;
    private final Duration patience;
    private final Runnable close;
    private final RunQueue queue;
    private final SharedMessages messages;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            CONNECTIONS,
            CONNECTIONS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DaemonThreads("toolflow-postgres"));

    /** One whose tables are as they are to be. */
    PostgresDatabase(DataSource database, JdbcRunStoreBuilder options, Runnable close) {
        this.database = database;
        this.patience = options.patience();
        this.close = close;
        this.messages =
                new SharedMessages(database, threads, Attempt.withGrace(Patience.forOneAnswer(options.patience())));
        this.queue = new ScheduledRuns(database, new QueueTable(this), ScheduledRuns.Rhythm.of(options.leaseTime()));
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Opens it, with its tables as they are to be.
     *
     * @param first where the first connection comes from: a pool does not say at once what is wrong
     * @param close closes where connections come from, when the database is closed or cannot be opened
     */
    static PostgresDatabase open(DataSource first, DataSource database, JdbcRunStoreBuilder options, Runnable close) {
        PostgresDatabase opened = new PostgresDatabase(database, options, close);
        try {
            opened.write(
                    first,
                    new Patience("opening the store", options.patience(), opened.closing),
                    PostgresTables::upToDate);
            return opened;
        } catch (RuntimeException e) {
            opened.cutOff();
            throw e;
        }
    }

    @Override
    public <T> T write(String what, Work<T> work) {
        return write(database, new Patience(what, patience, closing), work);
    }

    /**
     * In one statement, where it can be, sent together with those of others; one after the other in a transaction where that did not
     * do, for whatever reason.
     */
    @Override
    public void write(String what, Batch batch) {
        Patience left = new Patience(what, patience, closing);
        if (batch.ordered()) {
            writeInOrder(batch, false, left);
            return;
        }
        SharedCommit commit = new SharedCommit(OneStatement.of(batch), left);
        try {
            commit.by(messages, left);
        } catch (SQLException e) {
            boolean doubtful = isDoubtful(commit.isInDoubt(), left, e);
            boolean again = PostgresFault.isOfTogether(e) || (commit.isShared() && !PostgresFault.isUnanswered(e));
            left.pauseAfter(again ? PostgresFault.oneByOne() : e);
            writeInOrder(batch, doubtful, left);
        }
    }

    @Override
    public <T> T write(String what, Making<T> making) {
        Patience left = new Patience(what, patience, closing);
        Transaction<T> attempt = Transaction.writingAtOnce(database, making.atOnce(), left);
        try {
            return attempt.on(threads, left);
        } catch (SQLException e) {
            boolean doubtful = isDoubtful(attempt.isInDoubt(), left, e);
            left.pauseAfter(PostgresFault.isOfTogether(e) ? PostgresFault.oneByOne() : e);
            return write(database, left, doubtful ? making.inDoubt() : making.inOrder());
        }
    }

    /** Whether what failed may have taken effect. */
    private static boolean isDoubtful(boolean sent, Patience left, SQLException failure) {
        boolean doubtful = sent && PostgresFault.isUnanswered(failure);
        if (doubtful) {
            left.doubt();
        }
        return doubtful;
    }

    /** Whether the statement that was sent before is there is asked under the run's lock: it cannot take effect after that. */
    private void writeInOrder(Batch batch, boolean doubtful, Patience left) {
        write(database, left, session -> (doubtful && batch.isThere().in(session)) || batch.writeInOrder(session));
    }

    private <T> T write(DataSource source, Patience left, Work<T> work) {
        while (true) {
            Transaction<T> attempt = Transaction.writing(source, work, left);
            try {
                return attempt.on(threads, left);
            } catch (SQLException e) {
                if (attempt.isInDoubt() && tookEffect(attempt, left, e)) {
                    return attempt.result();
                }
                left.pauseAfter(e);
            }
        }
    }

    @Override
    public <T> T read(String what, Work<T> work) {
        return read(work, new Patience(what, patience, closing));
    }

    private <T> T read(Work<T> work, Patience left) {
        while (true) {
            try {
                return Transaction.reading(database, work, left).on(threads, left);
            } catch (SQLException e) {
                left.pauseAfter(e);
            }
        }
    }

    /** Asks until the transaction is either committed or not; it may still be under way after its connection was lost. */
    private boolean tookEffect(Transaction<?> attempt, Patience left, SQLException lost) {
        left.doubt();
        String status = read(attempt::status, left);
        while (status.equals("in progress")) {
            left.pauseAfter(lost);
            status = read(attempt::status, left);
        }
        left.trust();
        return status.equals("committed");
    }

    /** Workers may be on any machine, and one that calls itself the same need not be the same. */
    @Override
    public boolean isOfOneMachine() {
        return false;
    }

    @Override
    public Optional<RunQueue> queue() {
        return Optional.of(queue);
    }

    /** Waits for what is under way, but not for what is tried again and again. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A transaction on PostgreSQL did not end in time and is cut off as the store is closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cutOff();
        }
    }

    private void cutOff() {
        closing.countDown();
        for (Runnable waiting : threads.shutdownNow()) {
            if (waiting instanceof Future<?> task) {
                task.cancel(false);
            }
        }
        messages.cutOff();
        close.run();
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }
}
