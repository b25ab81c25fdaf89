package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMigrationTest {
    private static final int OPENERS = 6;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name_a_file() {
        file = directory.resolve("runs.db");
    }

    @Nested
    class When_several_open_a_new_file_at_the_same_time {
        @Test
        void one_makes_the_tables_and_all_can_work() throws Exception {
            CyclicBarrier together = new CyclicBarrier(OPENERS);
            ExecutorService threads = Executors.newFixedThreadPool(OPENERS);
            try {
                List<Callable<Boolean>> openers = new ArrayList<>();
                for (int i = 0; i < OPENERS; i++) {
                    String id = "run-" + i;
                    openers.add(() -> {
                        together.await();
                        try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                            return store.create(SampleRuns.run(id), null).created();
                        }
                    });
                }
                for (Future<Boolean> opened : threads.invokeAll(openers)) {
                    assertThat(opened.get()).isTrue();
                }
            } finally {
                threads.shutdownNow();
            }
            assertThat(RawSqlite.count(file, "SELECT count(*) FROM tf_schema_history WHERE success = 1"))
                    .isEqualTo(1);
            assertThat(RawSqlite.count(file, "SELECT count(*) FROM tf_run")).isEqualTo(OPENERS);
        }

        @Test
        void processes_do_so_as_well_as_threads() throws Exception {
            List<ChildJvm> children = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                children.add(ChildJvm.of(CommittingProcess.class, file.toString(), "run-" + i, "3"));
            }
            for (ChildJvm child : children) {
                assertThat(child.lines()).containsExactly("1", "2", "3");
                assertThat(child.exit()).isZero();
            }
            assertThat(RawSqlite.count(file, "SELECT count(*) FROM tf_schema_history"))
                    .isEqualTo(1);
        }
    }

    @Nested
    class When_the_file_is_not_what_this_program_makes {
        @Test
        void a_newer_one_is_refused_and_not_touched() throws Exception {
            JdbcRunStore.sqlite(file).close();
            RawSqlite.execute(
                    file,
                    "INSERT INTO tf_schema_history SELECT 2, '2', 'later', 'SQL', 'V2__later.sql', 1, 'x', installed_on, 1, 1 "
                            + "FROM tf_schema_history");

            refused(RunIncompatibleException.class, "newer ToolFlow", "version 2", "use the newer one");
        }

        @Test
        void one_of_a_newer_format_is_refused_and_not_touched() throws Exception {
            JdbcRunStore.sqlite(file).close();
            RawSqlite.execute(file, "UPDATE tf_meta SET value = '2' WHERE name = 'format'");

            refused(RunIncompatibleException.class, "newer ToolFlow", "format 2", "use the newer one");
        }

        @Test
        void one_with_other_tables_of_that_name_is_refused() throws Exception {
            JdbcRunStore.sqlite(file).close();
            RawSqlite.execute(file, "UPDATE tf_schema_history SET checksum = 1");

            refused(RunStoreException.class, "not those that this ToolFlow makes");
        }

        @Test
        void a_database_of_something_else_is_refused_and_not_touched() throws Exception {
            RawSqlite.execute(file, "CREATE TABLE song (title TEXT)");

            refused(RunStoreException.class, "database of something else", "name another file");
        }

        @Test
        void a_file_that_is_no_database_is_refused_and_not_touched() throws Exception {
            Files.writeString(
                    file, "Dear diary, today I wrote more than a hundred characters into this file. ".repeat(20));

            refused(RunStoreException.class, "no SQLite database", "name another one");
        }

        private void refused(Class<? extends RunStoreException> type, String... words) throws IOException {
            byte[] before = Files.readAllBytes(file);

            assertThatThrownBy(() -> JdbcRunStore.sqlite(file))
                    .isExactlyInstanceOf(type)
                    .hasMessageContaining(file.toString())
                    .hasMessageContainingAll(words);

            assertThat(Files.readAllBytes(file)).isEqualTo(before);
        }
    }

    @Test
    void an_empty_file_becomes_a_store() throws IOException, SQLException {
        Files.createFile(file);

        JdbcRunStore.sqlite(file).close();

        assertThat(RawSqlite.count(file, "SELECT count(*) FROM tf_meta")).isEqualTo(1);
    }
}
