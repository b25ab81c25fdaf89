package dev.toolflow.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection, as those see it who read and write rows. Keeps each statement it prepared until it is closed. For one thread. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** For a library that needs it. */
    Connection connection() {
        return connection;
    }

    /** Does what has no values and no rows. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes, and tells how many rows were concerned. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return bound(sql, values).executeUpdate();
    }

    /** Writes for each of these values, and tells for each how many rows were concerned. */
    int[] updateEach(String sql, List<Object[]> values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        try {
            for (Object[] each : values) {
                bind(statement, each);
                statement.addBatch();
            }
            return statement.executeBatch();
        } finally {
            // A batch that failed would still be there next time.
            statement.clearBatch();
        }
    }

    /** The first row, if there is one. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
    }

    /** Every row. */
    <T> List<T> all(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (ResultSet rows = bound(sql, values).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(row.of(rows));
            }
            return found;
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        return statement;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(dialect.write(sql));
            prepared.put(sql, known);
        }
        return known;
    }

    private static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Closes the statements, not the connection. */
    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
        prepared.clear();
    }
}
