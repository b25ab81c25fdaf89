package dev.toolflow.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** The pool of connections of a store that was opened by an address. What the address says goes before what is set here. */
final class PostgresPool {
    /** Those of transactions, and what the queue needs beside them. */
    private static final int MOST_CONNECTIONS = PostgresDatabase.CONNECTIONS + 4;

    /** No statements that a session remembers: behind PgBouncer the next transaction may have another session. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "prepareThreshold", "0",
            "connectTimeout", "5",
            "socketTimeout", "20",
            "tcpKeepAlive", "true",
            "ApplicationName", "toolflow");

    /** HikariCP takes no less. */
    private static final long LEAST_TIMEOUT_MILLIS = 250;

    private PostgresPool() {}

    static Database open(String url, JdbcRunStoreBuilder options) {
        PGSimpleDataSource direct = database(url);
        HikariConfig config = new HikariConfig();
        config.setPoolName("toolflow-runs");
        config.setDataSource(direct);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(
                Math.max(LEAST_TIMEOUT_MILLIS, options.patience().dividedBy(3).toMillis()));
        // A database that is away for the moment is waited for by whoever needs it first.
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        return PostgresDatabase.open(direct, pool, options, pool::close);
    }

    private static PGSimpleDataSource database(String url) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        try {
            database.setURL(url);
        } catch (IllegalArgumentException e) {
            // Without the address and without the cause, which quotes it: it may hold a password.
            throw new RunStoreException(
                    "this is no address of PostgreSQL; write jdbc:postgresql://host:5432/database?user=name", null);
        }
        DEFAULTS.forEach((name, value) -> {
            if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
                set(database, name, value);
            }
        });
        return database;
    }

    private static void set(PGSimpleDataSource database, String name, String value) {
        try {
            database.setProperty(name, value);
        } catch (SQLException e) {
            throw new IllegalStateException("the driver knows no " + name, e);
        }
    }
}
