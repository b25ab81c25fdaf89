package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.run.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SqliteFaultTest {
    private static final List<String> IDS = List.of("first", "second", "third", "fourth");

    @TempDir(factory = QuickDirectory.class)
    Path directory;

    private final MovedClock clock = new MovedClock();

    @ParameterizedTest
    @EnumSource
    void a_driver_that_fails_once_at_any_statement_leaves_what_one_leaves_that_never_fails(Faults.When when)
            throws IOException {
        Faults none = Faults.none();
        List<StoredRun> expected = play("clean.db", none);

        for (int i = 0; i < none.statements(); i++) {
            Faults faults = Faults.at(i, when);
            assertThat(play("faulty-" + i + ".db", faults)).as("statement " + i).isEqualTo(expected);
            assertThat(faults.happened()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void so_does_one_that_fails_while_several_share_a_commit(Faults.When when) throws Exception {
        Faults none = Faults.none();
        List<StoredRun> expected = crowd("clean.db", none);

        for (int i = 0; i < none.statements(); i++) {
            assertThat(crowd("faulty-" + i + ".db", Faults.at(i, when)))
                    .as("statement " + i)
                    .isEqualTo(expected);
        }
    }

    /** What is kept of some runs of which each commits twice, the second time together with the others. */
    private List<StoredRun> crowd(String name, Faults faults) throws Exception {
        SqliteFile file = new SqliteFile(made(name), clock, Duration.ofSeconds(30));
        try (JdbcRunStore store =
                new JdbcRunStore(SqliteDatabase.open(file, faults.over(file)), Duration.ofSeconds(30))) {
            FaultScript script = new FaultScript(store);
            List<Runnable> commits = IDS.stream().map(script::begun).toList();
            assertThat(new Crowd(file.path()).together(commits)).containsOnlyNulls();
            return IDS.stream().map(script::stored).toList();
        }
    }

    private List<StoredRun> play(String name, Faults faults) throws IOException {
        SqliteFile file = new SqliteFile(made(name), clock, Duration.ofSeconds(30));
        try (JdbcRunStore store =
                new JdbcRunStore(SqliteDatabase.open(file, faults.over(file)), Duration.ofSeconds(30))) {
            return new FaultScript(store).play();
        }
    }

    /** A file with empty tables, copied, which is quicker than to make them. */
    private Path made(String name) throws IOException {
        Path empty = directory.resolve("empty.db");
        if (!Files.exists(empty)) {
            JdbcRunStore.sqlite(empty).close();
        }
        return Files.copy(empty, directory.resolve(name));
    }
}
