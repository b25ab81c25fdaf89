package dev.toolflow.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Makes connections whose statements are kept in their session, where that session is theirs: behind PgBouncer the next
 * transaction may have another one. PgBouncer names its clients by numbers of its own in place of the server process's, so the two
 * are told apart by asking the server for its number.
 */
final class PostgresConnections {
    /** As often as this a statement is sent before it is kept: the driver's default. */
    private static final int KEPT_FROM = 5;

    private PostgresConnections() {}

    /** @param driver makes connections that keep no statements */
    static DataSource keeping(DataSource driver) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    Object made = invoke(driver, method, arguments);
                    return made instanceof Connection connection ? keeping(connection) : made;
                });
    }

    private static @Nullable Object invoke(DataSource driver, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(driver, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
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
}
