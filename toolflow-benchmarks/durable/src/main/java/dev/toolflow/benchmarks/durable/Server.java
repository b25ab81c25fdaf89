package dev.toolflow.benchmarks.durable;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A real PostgreSQL, brought by the build, whose data lie beside those of the other measurements. It ends when this is closed.
 *
 * @param running it
 */
record Server(EmbeddedPostgres running) implements AutoCloseable {

    /** Starts one that keeps what it acknowledges, as a server does by default. */
    static Server start(Path directory) throws IOException {
        Path data = Files.createTempDirectory(Files.createDirectories(directory), "postgres");
        return new Server(EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "128MB")
                .start());
    }

    /** Makes an empty database and returns its address. */
    String newDatabase(String name) throws SQLException {
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return running.getJdbcUrl("postgres", name);
    }

    int port() {
        return running.getPort();
    }

    String version() throws SQLException {
        try (Connection connection = running.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_version")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
