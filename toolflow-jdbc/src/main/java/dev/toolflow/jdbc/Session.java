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
     * Writes each of these, which have the same text, and all of them or none: the connection is to end its transaction with each
     * message.
     */
    void updateAtOnce(List<OneStatement> alike) throws SQLException {
        PreparedStatement statement = prepare(alike.get(0).sql());
        atOnce = statement;
        if (alike.size() == 1) {
            bind(statement, alike.get(0).values().toArray());
            statement.execute();
            return;
        }
        for (OneStatement each : alike) {
            bind(statement, each.values().toArray());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Writes by a statement that is a transaction of its own, and reads the row that it gives back, if there is one. */
    <T> Optional<T> firstAtOnce(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = bound(sql, values);
        atOnce = statement;
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
        }
    }

    /** Asks the database to break off what is written at once; from any thread. */
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
