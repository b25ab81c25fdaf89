package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a store that writes. It takes what callers wait for, each in a savepoint of its own, and commits all of it
 * together: one write to the disk for many.
 */
final class SqliteWriter implements AutoCloseable {
    /** How many callers share a commit at most, so that none waits long for the others. */
    private static final int MOST_AT_ONCE = 256;

    private static final String MARK = """
            INSERT INTO tf_writer (writer, batch, seen_at) VALUES (?, ?, {now})
            ON CONFLICT (writer) DO UPDATE SET batch = excluded.batch, seen_at = excluded.seen_at
            """;
    private static final String MARKED = "SELECT batch FROM tf_writer WHERE writer = ?";
    private static final String UNMARK = "DELETE FROM tf_writer WHERE writer = ? OR seen_at < {now} - ?";

    private final Connections connections;
    private final SqliteFailure failure;
    private final BlockingQueue<Job<?>> waiting = new LinkedBlockingQueue<>();
    /** What is put behind all others when there will be no more. */
    private final Job<?> last;

    private final Thread thread = new Thread(this::work, "toolflow-runs-writer");
    /** Tells the commits of this writer from those of all others. */
    private final String name = UUID.randomUUID().toString();

    private boolean closed;
    /** Only the thread uses these. */
    private @Nullable OpenConnection open;

    private long batch;

    SqliteWriter(Connections connections, SqliteFailure failure) {
        this.connections = connections;
        this.failure = failure;
        this.last = new Job<>("closing", session -> true, failure);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Writes, and returns when it is on disk. */
    <T> T write(String what, Database.Work<T> work, Duration patience) {
        Job<T> job = new Job<>(what, work, failure);
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
                jobs.add(waiting.take());
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

    /** A mark that stays does no harm: the next that closes after a day takes it away. */
    private void unmark() {
        if (batch > 0) {
            try {
                session().update(UNMARK, name, Micros.of(Duration.ofDays(1)));
            } catch (SQLException e) {
                drop(e);
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
        drop(cause);
    }

    private void together(List<Job<?>> jobs) {
        Session session;
        try {
            session = session();
            session.update("BEGIN IMMEDIATE");
        } catch (SQLException e) {
            drop(e);
            jobs.forEach(job -> job.fail(e));
            return;
        }
        try {
            List<Job<?>> done = done(session, jobs);
            if (done.isEmpty()) {
                session.update("ROLLBACK");
            } else {
                session.update(MARK, name, ++batch);
                commit(session, done);
            }
        } catch (SQLException e) {
            drop(e);
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
            drop(e);
            lookUp(done, e);
            return;
        }
        done.forEach(Job::succeed);
    }

    /** The answer to a commit was lost: the mark that was a part of it tells whether it took effect. */
    private void lookUp(List<Job<?>> done, SQLException cause) {
        try {
            Optional<Long> marked = session().first(MARKED, row -> row.getLong(1), name);
            boolean written = marked.filter(last -> last == batch).isPresent();
            done.forEach(written ? Job::succeed : job -> job.fail(cause));
        } catch (SQLException e) {
            cause.addSuppressed(e);
            drop(cause);
            done.forEach(job -> job.lose(cause));
        }
    }

    private Session session() throws SQLException {
        if (open == null) {
            open = OpenConnection.of(connections);
        }
        return open.session();
    }

    private void drop(SQLException cause) {
        if (open != null) {
            open.closeAfter(cause);
            open = null;
        }
    }
}
