package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread of a store that writes. It takes what callers wait for, each in a savepoint of its own, and commits all of it
 * together: one write to the disk for many.
 */
final class SqliteWriter implements AutoCloseable {
    /** How many callers share a commit at most, so that none waits long for the others. */
    private static final int MOST_AT_ONCE = 256;

    /** How long what need not be on disk at once waits for something that must be. */
    private static final long SOON_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);

    private final SqliteFailure failure;
    private final BlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
    /** What is put behind all others when there will be no more. */
    private final Job<?> last;

    private final Thread thread = new Thread(this::work, "toolflow-runs-writer");
    private boolean closed;
    /** Only the thread uses these. */
    private final WriterConnection connection;

    private final WriterMark mark = new WriterMark();
    private boolean unsynced;

    SqliteWriter(Connections connections, SqliteFailure failure) {
        this.connection = new WriterConnection(connections);
        this.failure = failure;
        this.last = new Job<>("closing", session -> true, failure, false);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Writes, and returns when it is on disk. */
    <T> T write(String what, Database.Work<T> work, Duration patience) {
        return answer(what, new Job<>(what, work, failure, false), patience);
    }

    /** The same for a batch, which may be on disk later, as it says. */
    void write(String what, Batch batch, Duration patience) {
        answer(what, new Job<>(what, batch::writeInOrder, failure, batch.soon()), patience);
    }

    private <T> T answer(String what, Job<T> job, Duration patience) {
        synchronized (this) {
            if (closed) {
                throw failure.closed(what);
            }
            waiting.add(job);
        }
        return job.await(patience);
    }

    /** Writes what still waits, then ends. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                closed = true;
                waiting.add(last);
            }
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        List<Job<?>> jobs = new ArrayList<>();
        try {
            boolean ending = false;
            while (!ending) {
                jobs.clear();
                jobs.add(next());
                waiting.drainTo(jobs, MOST_AT_ONCE - 1);
                ending = jobs.remove(last);
                if (!jobs.isEmpty()) {
                    together(jobs);
                }
            }
            unmark();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end(jobs);
        }
    }

    private Job<?> next() throws InterruptedException {
        if (unsynced) {
            Job<?> next = waiting.poll(SOON_MILLIS, TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
            sync();
        }
        return waiting.take();
    }

    /** Has on disk what was written and followed by nothing. */
    private void sync() {
        unsynced = false;
        try {
            mark.next(connection.session(true));
        } catch (SQLException e) {
            connection.drop(e);
            LOG.warn(
                    "what was written last may not survive the end of the machine: {}",
                    failure.of("syncing", e).getMessage());
        }
    }

    private void unmark() {
        if (mark.isUsed()) {
            try {
                mark.remove(connection.session(true));
            } catch (SQLException e) {
                connection.drop(e);
            }
        }
    }

    /** Whatever ended the thread: nobody waits for it any more. */
    private void end(List<Job<?>> jobs) {
        synchronized (this) {
            closed = true;
        }
        SQLException cause = new SQLException("the thread that writes has ended");
        jobs.forEach(job -> job.lose(cause));
        for (Job<?> job = waiting.poll(); job != null; job = waiting.poll()) {
            job.failClosed();
        }
        connection.drop(cause);
    }

    private void together(List<Job<?>> jobs) {
        Session session;
        try {
            session = connection.session(!jobs.stream().allMatch(Job::isSoon));
            session.update("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            connection.drop(e);
            jobs.forEach(job -> job.fail(e));
            return;
        }
        try {
            List<Job<?>> done = done(session, jobs);
            if (done.isEmpty()) {
                session.update("ROLLBACK");
            } else {
                mark.next(session);
                commit(session, done);
            }
        } catch (SQLException e) {
            connection.drop(e);
            apart(jobs, e);
        }
    }

    /** The transaction broke, and nothing of it was written: whoever is to blame shall not harm the others. */
    private void apart(List<Job<?>> jobs, SQLException cause) {
        if (jobs.size() == 1) {
            jobs.get(0).fail(cause);
            return;
        }
        for (Job<?> job : jobs) {
            if (!job.isAnswered()) {
                together(List.of(job));
            }
        }
    }

    private static List<Job<?>> done(Session session, List<Job<?>> jobs) throws SQLException {
        List<Job<?>> done = new ArrayList<>(jobs.size());
        for (Job<?> job : jobs) {
            if (job.begin() && isDone(session, job, jobs.size() > 1)) {
                done.add(job);
            }
        }
        return done;
    }

    private static boolean isDone(Session session, Job<?> job, boolean hasNeighbours) throws SQLException {
        if (!hasNeighbours) {
            return isDone(session, job);
        }
        session.update("SAVEPOINT job");
        boolean done = isDone(session, job);
        if (!done) {
            session.update("ROLLBACK TO job");
        }
        session.update("RELEASE job");
        return done;
    }

    private static boolean isDone(Session session, Job<?> job) {
        try {
            job.run(session);
            return true;
        } catch (SQLException e) {
            job.fail(e);
        } catch (RuntimeException | Error e) {
            job.refuse(e);
        }
        return false;
    }

    private void commit(Session session, List<Job<?>> done) {
        try {
            session.update("COMMIT");
        } catch (SQLException e) {
            connection.drop(e);
            lookUp(done, e);
            return;
        }
        unsynced = !connection.isSyncing();
        done.forEach(Job::succeed);
    }

    /** The answer to a commit was lost: the mark that was a part of it tells whether it took effect. */
    private void lookUp(List<Job<?>> done, SQLException cause) {
        try {
            boolean written = mark.isThere(connection.session(true));
            unsynced |= written;
            done.forEach(written ? Job::succeed : job -> job.fail(cause));
        } catch (SQLException e) {
            cause.addSuppressed(e);
            connection.drop(cause);
            done.forEach(job -> job.lose(cause));
        }
    }
}
