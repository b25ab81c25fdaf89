package dev.toolflow.jdbc;

import java.time.Duration;

/** An SQLite file: one writer, a few readers. Thread-safe. */
final class SqliteDatabase implements Database {
    private final SqliteFailure failure;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final Duration patience;

    private SqliteDatabase(Connections connections, SqliteFailure failure, Duration patience) {
        this.failure = failure;
        this.writer = new SqliteWriter(connections, failure);
        this.readers = new SqliteReaders(connections, failure);
        this.patience = patience;
    }

    static SqliteDatabase open(SqliteFile file) {
        return open(file, file);
    }

    /** The same, with connections that do what those of the file do, or fail. */
    static SqliteDatabase open(SqliteFile file, Connections connections) {
        SqliteFailure failure = new SqliteFailure(file.toString());
        file.make();
        new SqliteTables(file, failure).upToDate();
        SqliteDatabase database = new SqliteDatabase(connections, failure, file.patience());
        database.writer.start();
        return database;
    }

    @Override
    public <T> T write(String what, Work<T> work) {
        return writer.write(what, work, patience);
    }

    @Override
    public void write(String what, Batch batch) {
        writer.write(what, batch, patience);
    }

    @Override
    public <T> T write(String what, Making<T> making) {
        return write(what, making.inOrder());
    }

    @Override
    public <T> T read(String what, Work<T> work) {
        return readers.read(what, work, patience);
    }

    @Override
    public boolean isOfOneMachine() {
        return true;
    }

    /** The writer last: who closes the file last tidies it up, and only the writer may write. */
    @Override
    public void close() {
        readers.close();
        writer.close();
    }

    @Override
    public String toString() {
        return failure.store();
    }
}
