package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Transactions that the database refuses although nothing is wrong with them. */
@Timeout(60)
class PostgresCollisionTest {
    private PGSimpleDataSource database;
    private Rows rows;
    private JdbcRunStore store;

    @BeforeEach
    void open_a_store() throws SQLException {
        database = PostgresServer.shared().newDatabase();
        rows = new Rows(database);
        store = JdbcRunStore.builder(database).patience(Duration.ofSeconds(20)).build();
    }

    @AfterEach
    void close_it() {
        store.close();
    }

    private Lease owned(String run) {
        return store.create(SampleRuns.run(run), SampleRuns.owner("anna")).lease();
    }

    private List<String> calls(String run) {
        return store.load(run).orElseThrow().calls().stream()
                .map(CallRecord::id)
                .toList();
    }

    /** The first times that a call is written, the database refuses its transaction so; sequences are not rolled back. */
    private void refuse(String state, long times) {
        rows.execute("CREATE SEQUENCE refusals");
        rows.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF nextval('refusals') <= %d THEN RAISE EXCEPTION 'refused' USING ERRCODE = '%s'; END IF;
                    RETURN NEW;
                END $$
                """.formatted(times, state));
        rows.execute("CREATE TRIGGER refuse BEFORE INSERT ON tf_attempt FOR EACH ROW EXECUTE FUNCTION refuse()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01", "57P01", "53300", "08006"})
    void what_was_rolled_back_to_be_done_again_is_done_again(String state) {
        Lease lease = owned("run-1");
        refuse(state, 4);

        store.commit(lease, 1, List.of(SampleRuns.intended("call-1"), SampleRuns.intended("call-2")));

        assertThat(calls("run-1")).containsExactly("call-1", "call-2");
        assertThat(rows.number("SELECT last_value FROM refusals")).isEqualTo(6);
    }

    @Test
    void what_is_refused_for_ever_fails_in_time_and_nothing_is_written() {
        JdbcRunStore impatient = PostgresServer.impatient(database, Duration.ofMillis(500));
        Lease lease = owned("run-1");
        refuse("40001", Long.MAX_VALUE);

        assertThatThrownBy(() -> impatient.commit(lease, 1, List.of(SampleRuns.intended("call-1"))))
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll("commit 1 of run 'run-1'", "40001", "collide", "nothing was written");

        impatient.close();
        assertThat(calls("run-1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "57014", "22001", "42501"})
    void what_will_not_get_better_is_not_tried_again(String state) {
        Lease lease = owned("run-1");
        refuse(state, Long.MAX_VALUE);

        assertThatThrownBy(() -> store.commit(lease, 1, List.of(SampleRuns.intended("call-1"))))
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll(state, "nothing was written");

        assertThat(rows.number("SELECT last_value FROM refusals")).isOne();
    }

    @Test
    void on_a_server_that_makes_every_transaction_serializable_all_gets_done_once() {
        store.close();
        rows.execute("ALTER DATABASE %s SET default_transaction_isolation = 'serializable'"
                .formatted(database.getDatabaseName()));
        store = JdbcRunStore.postgresql(database);
        int runs = 6;
        int commits = 8;
        ExecutorService owners = Executors.newFixedThreadPool(runs);

        List<CompletableFuture<Void>> working = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Lease lease = owned("run-" + i);
            working.add(CompletableFuture.runAsync(() -> writeAndLook(lease, commits), owners));
        }
        working.forEach(CompletableFuture::join);
        owners.shutdown();

        List<String> expected =
                IntStream.rangeClosed(1, commits).mapToObj(seq -> "call-" + seq).toList();
        for (int i = 0; i < runs; i++) {
            assertThat(calls("run-" + i)).isEqualTo(expected);
        }
    }

    private void writeAndLook(Lease lease, int commits) {
        for (int seq = 1; seq <= commits; seq++) {
            store.commit(lease, seq, List.of(SampleRuns.intended("call-" + seq)));
            store.decide(lease.runId(), "approval-" + seq, SampleRuns.text("yes"));
            store.signals();
            store.purge(Instant.EPOCH);
        }
    }
}
