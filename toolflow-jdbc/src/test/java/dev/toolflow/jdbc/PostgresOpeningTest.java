package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(60)
class PostgresOpeningTest {
    private static final int OPENERS = 6;

    private PGSimpleDataSource database;
    private Rows rows;

    @BeforeEach
    void make_a_database() throws SQLException {
        database = PostgresServer.shared().newDatabase();
        rows = new Rows(database);
    }

    private String address(String user) {
        return PostgresServer.shared().address(database.getDatabaseName(), user);
    }

    private long tables() {
        return rows.number("SELECT count(*) FROM information_schema.tables WHERE table_name LIKE 'tf_%'");
    }

    @Test
    void several_that_open_a_new_database_at_the_same_time_make_its_tables_once_and_all_can_work() throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(OPENERS);
        CyclicBarrier together = new CyclicBarrier(OPENERS);
        List<CompletableFuture<Boolean>> openers = new ArrayList<>();
        for (int i = 0; i < OPENERS; i++) {
            String run = "run-" + i;
            openers.add(CompletableFuture.supplyAsync(() -> open(together, run), processes));
        }
        for (CompletableFuture<Boolean> opener : openers) {
            assertThat(opener.get()).isTrue();
        }
        processes.shutdown();

        assertThat(rows.number("SELECT count(*) FROM tf_schema_history WHERE success AND type = 'SQL'"))
                .isOne();
        assertThat(rows.number("SELECT count(*) FROM tf_run")).isEqualTo(OPENERS);
    }

    private boolean open(CyclicBarrier together, String run) {
        try {
            together.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        try (JdbcRunStore store = JdbcRunStore.postgresql(database)) {
            return store.create(SampleRuns.run(run), null).created();
        }
    }

    @Test
    void tables_of_the_application_in_the_same_schema_are_left_alone() {
        rows.execute("CREATE TABLE song (title TEXT)");
        rows.execute("CREATE TABLE scheduled_tasks (mine TEXT)");
        rows.execute("CREATE TABLE flyway_schema_history (mine TEXT)");

        JdbcRunStore.postgresql(database).close();
        try (JdbcRunStore store = JdbcRunStore.postgresql(database)) {
            assertThat(store.create(SampleRuns.run("run-1"), null).created()).isTrue();
        }
    }

    @Test
    void the_tables_lie_in_the_schema_that_the_connections_search_first() {
        rows.execute("CREATE SCHEMA flows");
        database.setCurrentSchema("flows");

        try (JdbcRunStore store = JdbcRunStore.postgresql(database)) {
            assertThat(store.create(SampleRuns.run("run-1"), null).created()).isTrue();
        }

        assertThat(rows.number("SELECT count(*) FROM flows.tf_run")).isOne();
        assertThat(rows.number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isZero();
    }

    @Test
    void connections_come_back_to_their_source_as_they_were() throws SQLException {
        List<String> given = new ArrayList<>();
        Lent lent = new Lent(database, given);
        try (JdbcRunStore store = JdbcRunStore.postgresql(lent.source())) {
            store.create(SampleRuns.run("run-1"), null);
            store.load("run-1");
        }

        assertThat(given).isNotEmpty().allMatch("autoCommit=true, networkTimeout=0"::equals);
        assertThat(rows.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
                .isZero();
    }

    @Nested
    class When_the_tables_are_not_what_this_program_makes {
        @BeforeEach
        void make_the_tables() {
            JdbcRunStore.postgresql(database).close();
        }

        @Test
        void newer_ones_are_refused_and_not_touched() {
            rows.execute(
                    "INSERT INTO tf_schema_history SELECT 9, '2', 'later', 'SQL', 'V2__later.sql', 1, 'x', now(), 1, true");

            assertThatThrownBy(() -> JdbcRunStore.postgresql(database))
                    .isExactlyInstanceOf(RunIncompatibleException.class)
                    .hasMessageContainingAll("newer ToolFlow", "version 2", "use the newer one");
        }

        @Test
        void rows_of_a_newer_format_are_refused() {
            rows.execute("UPDATE tf_meta SET value = '2' WHERE name = 'format'");

            assertThatThrownBy(() -> JdbcRunStore.postgresql(database))
                    .isExactlyInstanceOf(RunIncompatibleException.class)
                    .hasMessageContainingAll("newer ToolFlow", "format 2", "use the newer one");
        }

        @Test
        void changed_ones_are_refused() {
            rows.execute("UPDATE tf_schema_history SET checksum = 1 WHERE type = 'SQL'");

            assertThatThrownBy(() -> JdbcRunStore.postgresql(database))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContaining("not those that this ToolFlow makes");
        }
    }

    @Nested
    class When_it_cannot_be_opened {
        @Test
        void a_database_that_is_not_there_is_named_at_once() {
            assertThatThrownBy(() -> JdbcRunStore.open(PostgresServer.shared().address("nowhere", "postgres")))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("nowhere", "3D000", "create this database")
                    .hasMessageNotContaining("sesame");
        }

        @Test
        void a_user_that_may_make_no_tables_is_told_so() {
            rows.execute("CREATE USER guest");
            try {
                assertThatThrownBy(() -> JdbcRunStore.open(address("guest")))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("permission denied", "let the user create and write tables");
            } finally {
                rows.execute("DROP USER guest");
            }
            assertThat(tables()).isZero();
        }

        @Test
        void a_database_that_may_only_be_read_is_told_so() {
            rows.execute(
                    "ALTER DATABASE %s SET default_transaction_read_only = on".formatted(database.getDatabaseName()));

            assertThatThrownBy(() -> JdbcRunStore.open(address("postgres")))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("read-only", "25006", "may be written to");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"jdbc:postgresql://host:port/runs?password=sesame", "jdbc:mysql://host/runs?password=sesame"
                })
        void an_address_of_nothing_is_refused_without_its_password(String wrong) {
            assertThatThrownBy(() -> JdbcRunStore.open(wrong))
                    .hasMessageContaining("jdbc:postgresql://host")
                    .hasMessageNotContaining("sesame");
        }

        @Test
        void a_store_that_was_closed_says_so() {
            JdbcRunStore store = JdbcRunStore.builder(database)
                    .patience(Duration.ofSeconds(5))
                    .build();
            store.close();
            store.close();

            assertThatThrownBy(() -> store.find("run-1"))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("looking for run 'run-1'", "closed");
        }
    }

    @Test
    void what_a_store_says_of_itself_has_no_password() {
        try (JdbcRunStore store = JdbcRunStore.open(address("postgres"))) {
            assertThat(store.toString()).contains("PostgreSQL").doesNotContain("sesame");
        }
    }
}
