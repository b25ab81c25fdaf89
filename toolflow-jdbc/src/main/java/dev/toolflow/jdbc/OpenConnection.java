package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection to an SQLite file with its statements, kept for as long as nothing goes wrong.
 *
 * @param connection the connection
 * @param session what is done with it
 */
record OpenConnection(Connection connection, Session session) {

    static OpenConnection of(Connections connections) throws SQLException {
        Connection connection = connections.open();
        return new OpenConnection(connection, new Session(connection, Dialect.SQLITE));
    }

    /** Closes it, which rolls back what was not committed. */
    void close() throws SQLException {
        try (connection) {
            session.close();
        }
    }

    /** Closes it after a failure; what fails now is added to that. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
