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
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A connection, as those see it who read and write rows. Keeps each statement it prepared until it is closed. For one thread. */
final class Session implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private @Nullable Opening opening;
    private volatile @Nullable PreparedStatement atOnce;

    Session(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** What is to be asked before all else; if nothing else is, it is not asked. */
    void opensWith(Opening first) {
        opening = first;
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
        open();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes, and tells how many rows were concerned. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return opening == null ? bound(sql, values).executeUpdate() : together(List.of(Write.of(sql, values)))[0];
    }

    /**
     * Writes all of these in this order, and checks each before the next. Where the dialect sends them together there is no time
     * between them: when one is to be checked, all of it is to be done again, one by one.
     */
    void updateAll(List<Write> writes) throws SQLException {
        if (!dialect.together()) {
            for (Write write : writes) {
                write.check(this, bound(write.sql(), write.values().toArray()).executeUpdate());
            }
            return;
        }
        int[] rows = together(writes);
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] == 0 && writes.get(i).whenNone() != null) {
                throw PostgresFault.oneByOne();
            }
        }
    }

    /**
     * Writes all of these as one statement, which sees what was there before it and is a transaction of its own: all of it or
     * nothing. One that was to concern a row and concerned none has the database divide by zero, so that nothing is written.
     */
    void updateAtOnce(List<Write> writes) throws SQLException {
        StringJoiner parts = new StringJoiner(",\n", "WITH ", "\n");
        StringJoiner checks = new StringJoiner(", ", "SELECT ", "");
        for (int i = 0; i < writes.size(); i++) {
            parts.add("w" + i + " AS (" + writes.get(i).sql() + " RETURNING 1)");
            if (writes.get(i).whenNone() != null) {
                checks.add("1 / (SELECT count(*) FROM w" + i + ")");
            }
        }
        PreparedStatement statement = bound(
                parts.toString() + checks,
                writes.stream().flatMap(part -> part.values().stream()).toArray());
        atOnce = statement;
        statement.execute();
    }

    /** Asks the database to break off what {@link #updateAtOnce} is about; from any thread. */
    void cancel() throws SQLException {
        PreparedStatement statement = atOnce;
        if (statement != null) {
            statement.cancel();
        }
    }

    /** Sends them as one statement of several parts, behind the opening if that is still to be asked. */
    private int[] together(List<Write> writes) throws SQLException {
        Opening first = opening;
        opening = null;
        List<Write> parts = new ArrayList<>(writes);
        if (first != null) {
            parts.add(0, first.query());
        }
        PreparedStatement statement = bound(
                parts.stream().map(Write::sql).collect(Collectors.joining(";\n")),
                parts.stream().flatMap(part -> part.values().stream()).toArray());
        statement.execute();
        if (first != null) {
            try (ResultSet rows = statement.getResultSet()) {
                rows.next();
                first.row().of(rows);
            }
            statement.getMoreResults();
        }
        int[] rows = new int[writes.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = statement.getUpdateCount();
            statement.getMoreResults();
        }
        return rows;
    }

    /** Writes for each of these values, and tells for each how many rows were concerned. */
    int[] updateEach(String sql, List<Object[]> values) throws SQLException {
        open();
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
        open();
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        return statement;
    }

    private void open() throws SQLException {
        Opening first = opening;
        if (first != null) {
            opening = null;
            first(first.query().sql(), first.row(), first.query().values().toArray());
        }
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
