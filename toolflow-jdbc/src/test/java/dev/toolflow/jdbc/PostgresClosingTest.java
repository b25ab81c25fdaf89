package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(30)
class PostgresClosingTest {
    private static final String WAITS = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            + "AND datname = current_database()";

    private PGSimpleDataSource database;
    private Rows rows;
    private JdbcRunStore store;
    private Lease lease;

    @BeforeEach
    void begin_a_run() throws SQLException {
        database = PostgresServer.shared().newDatabase();
        rows = new Rows(database);
        store = JdbcRunStore.builder(database).patience(Duration.ofSeconds(25)).build();
        lease = store.create(SampleRuns.run("run-1"), SampleRuns.owner("anna")).lease();
    }

    private CompletableFuture<Throwable> commit() {
        return CompletableFuture.supplyAsync(
                () -> catchThrowable(() -> store.commit(lease, 1, List.of(SampleRuns.intended("call-1")))));
    }

    @Test
    void waits_for_what_is_being_written() throws Exception {
        CompletableFuture<Throwable> commit;
        FutureTask<Boolean> closing = new FutureTask<>(store::close, true);
        Thread closer = new Thread(closing);
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM tf_run FOR UPDATE");
            commit = commit();
            await().until(() -> rows.number(WAITS) == 1);

            closer.start();
            await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
            other.rollback();
        }

        assertThat(closing.get()).isTrue();
        assertThat(commit.join()).isNull();
        assertThat(rows.number("SELECT count(*) FROM tf_attempt")).isOne();
    }

    @Test
    void ends_what_is_tried_again_and_again() {
        rows.execute("CREATE SEQUENCE refusals");
        rows.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    PERFORM nextval('refusals');
                    RAISE EXCEPTION 'refused' USING ERRCODE = '40001';
                END $$
                """);
        rows.execute("CREATE TRIGGER refuse BEFORE INSERT ON tf_attempt FOR EACH ROW EXECUTE FUNCTION refuse()");
        CompletableFuture<Throwable> commit = commit();
        await().until(() -> rows.number("SELECT last_value FROM refusals") > 2);

        store.close();

        assertThat(commit.join())
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll("the store was closed", "nothing was written");
    }
}
