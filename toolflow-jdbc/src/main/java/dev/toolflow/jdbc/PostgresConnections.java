package dev.toolflow.jdbc;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Makes connections whose statements are kept in their session, where that session is theirs: behind PgBouncer the next
 * transaction may have another one. PgBouncer names its clients by numbers of its own in place of the server process's, so the two
 * are told apart by asking the server for its number. Thread-safe.
 */
final class PostgresConnections implements DataSource {
    /** As often as this a statement is sent before it is kept: the driver's default. */
    private static final int KEPT_FROM = 5;

    private final DataSource driver;

    /** @param driver makes connections that keep no statements */
    PostgresConnections(DataSource driver) {
        this.driver = driver;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return keeping(driver.getConnection());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return keeping(driver.getConnection(user, password));
    }

    private static Connection keeping(Connection connection) throws SQLException {
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

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        driver.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || driver.isWrapperFor(type);
    }
}
