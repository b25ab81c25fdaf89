package dev.toolflow.jdbc;

import dev.toolflow.run.RunQueue;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the rows are, and how transactions are done there: what SQLite and PostgreSQL do differently. Thread-safe. Both ways to
 * work are bounded in time, end when the thread is interrupted, and throw {@link dev.toolflow.run.RunStoreException} for whatever
 * the database says; what the work itself throws goes on to the caller, with nothing written.
 */
interface Database extends AutoCloseable {

    /**
     * Works in one transaction, which is on disk when this returns. A transaction that was certainly rolled back may be worked
     * on again; one whose end is not known is looked up before it is given up.
     *
     * @param what what is done, for messages, such as {@code "commit 3 of run 'r'"}
     */
    <T> T write(String what, Work<T> work);

    /** The same for a batch, all of it or nothing. */
    void write(String what, Batch batch);

    /** The same for a row that is made, unless it is there. */
    <T> T write(String what, Making<T> making);

    /** Reads in one transaction, which sees one moment. */
    <T> T read(String what, Work<T> work);

    /** Whether all who use it are on this machine, so that it can be told whether an owner is dead. */
    boolean isOfOneMachine();

    /** What hands submitted runs to workers; empty where there is none. */
    default Optional<RunQueue> queue() {
        return Optional.empty();
    }

    @Override
    void close();

    /**
     * What makes a row and tells of it, in one of three ways.
     *
     * @param atOnce by one statement that is a transaction of its own, where the database can do that
     * @param inOrder by one statement after the other in a transaction
     * @param inDoubt like that where it may have been made before by this, and its answer was lost
     */
    record Making<T>(Work<T> atOnce, Work<T> inOrder, Work<T> inDoubt) {}

    /** What is done in a transaction. Has no effect but through the session: it may be called again. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }
}
