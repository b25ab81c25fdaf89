package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Makes connections whose statements are kept in their session, where that session is theirs: behind PgBouncer the next
 * transaction may have another one. PgBouncer names its clients by numbers of its own in place of the server process's, so the two
 * are told apart by asking the server for its number. Thread-safe.
 */
final class PostgresConnections extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    /** As often as this a statement is sent before it is kept: the driver's default. */
    private static final int KEPT_FROM = 5;

    private static final int NEVER_KEPT = 0;

    private final boolean looks;

    /** @param looks whether it is found out what a session allows; else what the address says is left as it is */
    PostgresConnections(boolean looks) {
        this.looks = looks;
        if (looks) {
            setPrepareThreshold(NEVER_KEPT);
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        if (!looks) {
            return connection;
        }
        try {
            PGConnection own = connection.unwrap(PGConnection.class);
            if (own.getBackendPID() == serverProcess(connection)) {
                own.setPrepareThreshold(KEPT_FROM);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static int serverProcess(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
