package dev.toolflow.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.io.FileUtils;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL that the build brings: its binaries come as a test dependency, its data lie in memory where they can. */
final class PostgresServer implements AutoCloseable {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path data;
    private final boolean endsWithTheJvm;
    private EmbeddedPostgres running;

    private PostgresServer(boolean endsWithTheJvm) {
        try {
            this.data = QuickDirectory.make("toolflow-postgres");
            this.endsWithTheJvm = endsWithTheJvm;
            this.running = start(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one that most tests share: it is started when it is first asked for and ends with the JVM. */
    static PostgresServer shared() {
        return Shared.SERVER;
    }

    /** One of a test's own, which may be stopped. */
    static PostgresServer own() {
        return new PostgresServer(false);
    }

    /** A new, empty database. */
    PGSimpleDataSource newDatabase() throws SQLException {
        String name = "runs" + DATABASES.incrementAndGet();
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(running.getJdbcUrl("postgres", name));
        return database;
    }

    /** The same, behind a pool of connections as an application has one. */
    HikariDataSource newPool() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setDataSource(newDatabase());
        return new HikariDataSource(config);
    }

    /** Where a database is. */
    String address(String name, String user) {
        return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s&password=sesame".formatted(port(), name, user);
    }

    /** A store on tables that are there; it gives up soon, and so cannot make them on a machine with much else to do. */
    static JdbcRunStore impatient(DataSource database, Duration patience) {
        JdbcRunStoreBuilder options = new JdbcRunStoreBuilder(given -> new PostgresDatabase(database, given, () -> {}));
        return options.patience(patience).build();
    }

    /** The port that it listens to, the same after a restart. */
    int port() {
        return running.getPort();
    }

    /** Stops it; sessions end at once. */
    void stop() throws IOException {
        running.close();
    }

    /** Starts it again with its data. */
    void restart() throws IOException {
        running = start(running.getPort());
    }

    @Override
    public void close() throws IOException {
        running.close();
        FileUtils.deleteDirectory(data.toFile());
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(endsWithTheJvm)
                // Processes are killed here, machines are not: what the server wrote need not be on the disk.
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    /** Holds the shared one. */
    private static final class Shared {
        private static final PostgresServer SERVER = new PostgresServer(true);
    }
}
