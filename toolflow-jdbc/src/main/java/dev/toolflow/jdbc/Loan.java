package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A connection, given back as it was; what was not committed is rolled back.
 *
 * @param connection the connection
 * @param autoCommit how it came
 * @param timeout how it came, in milliseconds
 */
record Loan(Connection connection, boolean autoCommit, int timeout) implements AutoCloseable {

    /**
     * Borrows one that fails when an answer takes longer than this.
     *
     * @param autoCommit whether each statement is a transaction of its own
     */
    static Loan of(DataSource database, Duration forOneAnswer, boolean autoCommit) throws SQLException {
        Connection connection = database.getConnection();
        try {
            Loan loan = new Loan(connection, connection.getAutoCommit(), connection.getNetworkTimeout());
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(forOneAnswer.toMillis()));
            connection.setAutoCommit(autoCommit);
            return loan;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection closed = connection) {
            if (!closed.getAutoCommit()) {
                closed.rollback();
            }
            closed.setAutoCommit(autoCommit);
            closed.setNetworkTimeout(Runnable::run, timeout);
        }
    }
}
