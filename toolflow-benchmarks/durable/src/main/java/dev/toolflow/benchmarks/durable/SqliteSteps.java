package dev.toolflow.benchmarks.durable;

import dev.toolflow.jdbc.JdbcRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Steps that are kept in an SQLite file, beside the same without a store and what the disk can do. Prints a row for each. */
public final class SqliteSteps {
    private static final int MANY = 100;
    private static final Duration OF_THE_DISK = Duration.ofSeconds(2);

    private final Path directory;
    private final int flows;

    private SqliteSteps(Path directory, int flows) {
        this.directory = directory;
        this.flows = flows;
    }

    /** {@code <directory> <flows> <rounds>}: so many flows with 100 at once, a fifth of it one by one; a round before is not counted. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of(arguments[0])), "sqlite");
        SqliteSteps steps = new SqliteSteps(directory, Integer.parseInt(arguments[1]));
        for (int round = 0; round <= Integer.parseInt(arguments[2]); round++) {
            steps.round(round);
        }
    }

    private void round(int round) throws IOException {
        Disk.measured(directory, OF_THE_DISK).print(round);
        for (Load load : new Load[] {new Load(flows / 5, 1), new Load(flows, MANY)}) {
            load.on("steps without a store", null).print(round);
            Path file = directory.resolve("round" + round + "-" + load.atOnce() + ".db");
            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                load.on("steps kept in SQLite", store).print(round);
            }
            Files.delete(file);
        }
    }
}
