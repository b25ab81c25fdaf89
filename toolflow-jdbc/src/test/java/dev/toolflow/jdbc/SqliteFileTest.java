package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.toolflow.run.Lease;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private static void refused(Path file, String... words) {
        assertThatThrownBy(() -> JdbcRunStore.sqlite(file))
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContainingAll(words);
    }

    @Nested
    class A_new_file {
        @ParameterizedTest
        @ValueSource(strings = {"runs.db", "what? 50%20 #1 & 'it' ü.db", "runs"})
        void may_have_any_name(String name) {
            Path file = directory.resolve(name);
            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                store.create(run("a"), null);
            }
            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                assertThat(store.find("a")).isPresent();
            }
            assertThat(directory.toFile().list()).containsExactly(name);
        }

        @Test
        void is_made_with_its_directory_and_is_its_owners_alone() throws IOException {
            assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("posix"));
            Path made = directory.resolve("new/nested");
            try (JdbcRunStore store = JdbcRunStore.sqlite(made.resolve("runs.db"))) {
                store.create(run("a"), null);

                assertThat(permissions(made)).isEqualTo("rwx------");
                assertThat(permissions(made.resolve("runs.db"))).isEqualTo("rw-------");
                assertThat(permissions(made.resolve("runs.db-wal"))).isEqualTo("rw-------");
            }
        }

        private static String permissions(Path path) throws IOException {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        }

        @Test
        void has_a_store_that_says_where_it_is() {
            Path file = directory.resolve("runs.db");
            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                assertThat(store).hasToString("JdbcRunStore[SQLite store " + file + "]");
            }
        }
    }

    @Test
    void a_connection_waits_for_the_disk_and_keeps_rows_together() throws SQLException {
        Path path = directory.resolve("runs.db");
        JdbcRunStore.sqlite(path).close();
        try (Connection connection = new SqliteFile(path, Clock.systemUTC(), PATIENCE).open()) {
            assertThat(setting(connection, "synchronous")).as("2 is FULL").isEqualTo("2");
            assertThat(setting(connection, "journal_mode")).isEqualTo("wal");
            assertThat(setting(connection, "foreign_keys")).isEqualTo("1");
            assertThat(setting(connection, "fullfsync")).isEqualTo("1");
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA " + name)) {
            return row.getString(1);
        }
    }

    @Nested
    class A_file_that_cannot_be_used {
        @Test
        void may_be_a_directory() {
            refused(directory, "is a directory", "name a file in it");
        }

        @Test
        void may_lie_below_a_file() throws IOException {
            Path below = Files.createFile(directory.resolve("file")).resolve("runs.db");

            refused(below, "cannot be made", "directory that may be written");
        }

        @Test
        void may_be_read_only() throws IOException {
            Path file = directory.resolve("runs.db");
            JdbcRunStore.sqlite(file).close();
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
            assumeFalse(Files.isWritable(file), "whoever runs this test may write to everything");

            refused(file, "may not be written", "give this user the right");

            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            JdbcRunStore.sqlite(file).close();
        }

        @Test
        void may_become_read_only_while_it_is_open() {
            Path path = directory.resolve("runs.db");
            SqliteFile file = new SqliteFile(path, Clock.systemUTC(), PATIENCE);
            Connections readOnly = () -> readOnly(file);
            try (JdbcRunStore store = new JdbcRunStore(SqliteDatabase.open(file, readOnly), PATIENCE)) {
                assertThatThrownBy(() -> store.create(run("a"), null))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("nothing was written", "may not be written");
                assertThat(store.find("b")).isEmpty();
            }
        }

        @Test
        void may_be_gone_and_is_not_begun_anew() throws Exception {
            Path path = directory.resolve("runs.db");
            SqliteFile file = new SqliteFile(path, Clock.systemUTC(), PATIENCE);
            JdbcRunStore.sqlite(path).close();
            Files.delete(path);

            assertThatThrownBy(file::open).isInstanceOf(SQLException.class);
            assertThat(path).doesNotExist();
        }

        private static Connection readOnly(SqliteFile file) throws SQLException {
            Connection connection = file.open();
            RawSqlite.execute(connection, "PRAGMA query_only = ON");
            return connection;
        }
    }

    @Nested
    class A_damaged_file {
        private static final int PAGE = 4_096;

        @Test
        void loses_the_run_that_is_hit_and_no_other() throws IOException {
            Path file = directory.resolve("runs.db");
            Lease hit;
            Lease spared;
            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                hit = step(store, "hit");
                spared = step(store, "spared");
            }
            damagePageAfter(file, "here begins what hit has made");

            try (JdbcRunStore store = JdbcRunStore.sqlite(file)) {
                assertThatThrownBy(() -> store.load("hit"))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("run 'hit'", "damaged", "go back to a copy");
                assertThat(store.load("spared").orElseThrow().steps()).hasSize(1);
                store.commit(spared, 2, List.of(accepted("logo")));
                store.commit(hit, 2, List.of(accepted("logo")));
                assertThat(store.load("spared").orElseThrow().steps()).hasSize(2);
            }
        }

        private static Lease step(JdbcRunStore store, String id) {
            Lease lease = store.create(run(id), owner("anna")).lease();
            byte[] result = new byte[20 * PAGE];
            byte[] begin = ("here begins what " + id + " has made").getBytes(StandardCharsets.UTF_8);
            System.arraycopy(begin, 0, result, 0, begin.length);
            store.commit(lease, 1, List.of(accepted("hero", Payload.of(result))));
            return lease;
        }

        /** A row that does not fit goes on at a page that begins with the number of the page that follows. */
        private static void damagePageAfter(Path file, String text) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            assertThat(at).isPositive();
            int zeros = at + text.length() + PAGE;
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.seek((long) firstOverflow(bytes, zeros) * PAGE);
                raw.writeInt(Integer.MAX_VALUE);
            }
        }

        /** The first page behind a place that holds nothing but a number and zeros. */
        private static int firstOverflow(byte[] bytes, int from) {
            for (int page = 0; page < bytes.length / PAGE; page++) {
                if (isOverflow(bytes, page * PAGE) && page * PAGE > from - from % PAGE) {
                    return page;
                }
            }
            throw new AssertionError("no page of zeros");
        }

        private static boolean isOverflow(byte[] bytes, int start) {
            for (int i = start + 4; i < start + PAGE; i++) {
                if (bytes[i] != 0) {
                    return false;
                }
            }
            return bytes[start + 3] != 0;
        }
    }
}
