package dev.toolflow.benchmarks.durable;

import dev.toolflow.benchmarks.contender.Row;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the driver and the server can do: prepared inserts of 300 bytes, each committed, by as many connections as a store has at
 * work.
 */
final class Inserts {
    private static final int CONNECTIONS = 10;

    private Inserts() {}

    static Row measured(String url, Duration time) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS inserted_by_jdbc (n bigint, t text)");
        }
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long end = System.nanoTime() + time.toNanos();
            long[] nanos = IntStream.range(0, CONNECTIONS)
                    .mapToObj(thread -> CompletableFuture.supplyAsync(() -> inserted(url, end), threads))
                    .toList()
                    .stream()
                    .flatMapToLong(made -> Arrays.stream(made.join()))
                    .sorted()
                    .toArray();
            return Row.of("JDBC of one insert", CONNECTIONS, nanos.length / (time.toNanos() / 1e9), nanos);
        } finally {
            threads.shutdown();
        }
    }

    private static long[] inserted(String url, long end) {
        LongStream.Builder nanos = LongStream.builder();
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO inserted_by_jdbc VALUES (?, ?)")) {
            for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
                insert.setLong(1, before);
                insert.setString(2, "x".repeat(300));
                insert.executeUpdate();
                nanos.add(System.nanoTime() - before);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the server does not take inserts", e);
        }
        return nanos.build().toArray();
    }
}
