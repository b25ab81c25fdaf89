package dev.toolflow.jdbc;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Reads on a few connections, each caller in its own thread; writers and readers do not wait for each other. Thread-safe. */
final class SqliteReaders implements AutoCloseable {
    private static final int MOST_AT_ONCE = 4;

    private final Connections connections;
    private final SqliteFailure failure;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE, true);
    private final ConcurrentLinkedQueue<OpenConnection> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    SqliteReaders(Connections connections, SqliteFailure failure) {
        this.connections = connections;
        this.failure = failure;
    }

    /** Reads in one transaction, which sees one moment. */
    <T> T read(String what, Database.Work<T> work, Duration patience) {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw failure.late(what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure.interrupted(what, e);
        }
        try {
            if (closed) {
                throw failure.closed(what);
            }
            return read(what, work);
        } finally {
            turns.release();
        }
    }

    private <T> T read(String what, Database.Work<T> work) {
        try {
            OpenConnection connection = idle.poll();
            return read(connection == null ? OpenConnection.of(connections) : connection, work);
        } catch (SQLException e) {
            throw failure.of(what, e);
        }
    }

    /** A connection with which something went wrong is not used again. */
    private <T> T read(OpenConnection connection, Database.Work<T> work) throws SQLException {
        Session session = connection.session();
        T read;
        try {
            session.update("BEGIN");
            read = work.in(session);
            session.update("COMMIT");
        } catch (SQLException e) {
            connection.closeAfter(e);
            throw e;
        } catch (RuntimeException | Error e) {
            connection.closeAfter(e);
            throw e;
        }
        idle.add(connection);
        return read;
    }

    /** Waits for those who read. */
    @Override
    public void close() {
        closed = true;
        turns.acquireUninterruptibly(MOST_AT_ONCE);
        try {
            SQLException none = new SQLException("closing");
            for (OpenConnection connection = idle.poll(); connection != null; connection = idle.poll()) {
                connection.closeAfter(none);
            }
        } finally {
            turns.release(MOST_AT_ONCE);
        }
    }
}
