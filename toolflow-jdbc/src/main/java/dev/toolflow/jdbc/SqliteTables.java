package dev.toolflow.jdbc;

import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;

/**
 * The tables in an SQLite file.
 *
 * @param file the file
 * @param failure says what went wrong
 */
record SqliteTables(SqliteFile file, SqliteFailure failure) {
    private static final String TABLES = "SELECT count(*) FROM sqlite_master";
    private static final String OURS = "SELECT count(*) FROM sqlite_master WHERE name = ?";
    private static final String WHAT = "opening the file";

    /** Makes them or brings them up to date, in one transaction that no other process can come between. */
    void upToDate() {
        try (Connection connection = file.open();
                Session session = new Session(connection, Dialect.SQLITE)) {
            session.execute("BEGIN IMMEDIATE");
            if (count(session, TABLES) > 0 && count(session, OURS, Migration.HISTORY) == 0) {
                throw new RunStoreException(
                        failure.store() + ": is a database of something else; nothing was touched; name another file",
                        null);
            }
            Migration.run(failure.store(), Migration.of("sqlite").dataSource(new OneTransaction(connection).source()));
            Migration.checkFormat(failure.store(), session);
            session.execute("COMMIT");
            logAhead(session, System.nanoTime() + file.patience().toNanos());
        } catch (SQLException e) {
            throw failure.of(WHAT, e);
        } catch (FlywayException e) {
            throw failed(e);
        }
    }

    /** Lets readers and the writer work beside each other from now on. SQLite does not wait for its turn to do so: we do. */
    private static void logAhead(Session session, long deadline) throws SQLException {
        while (true) {
            try {
                session.execute("PRAGMA journal_mode = WAL");
                return;
            } catch (SQLException e) {
                if (!SqliteFailure.isBusy(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            session.execute("BEGIN EXCLUSIVE");
            session.execute("ROLLBACK");
        }
    }

    private static long count(Session session, String sql, Object... values) throws SQLException {
        return session.first(sql, row -> row.getLong(1), values).orElse(0L);
    }

    private RunStoreException failed(FlywayException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database) {
                return failure.of(WHAT, database);
            }
        }
        return new RunStoreException(
                failure.store()
                        + ": the tables are not those that this ToolFlow makes; go back to a copy of the file, or name "
                        + "another one; see the cause",
                e);
    }
}
