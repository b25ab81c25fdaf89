package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes and one run, of which one is paused past its lease and comes back. */
@Timeout(120)
class PostgresStealTest {
    private static final int ROUNDS = Integer.getInteger("toolflow.steals", 60);
    private static final int COMMITS_BEFORE_THE_STEAL = 5;
    private static final Owner PAUSED = SampleRuns.owner("paused");
    private static final Owner THIEF = SampleRuns.owner("thief");

    private HikariDataSource source;
    private Database database;
    private RunStore ofPaused;
    private RunStore ofThief;
    private Rows rows;

    @BeforeEach
    void open_two_stores_on_one_database() throws SQLException {
        source = PostgresServer.shared().newPool();
        JdbcRunStoreBuilder impatient = JdbcRunStore.builder(source).patience(Duration.ofSeconds(6));
        database = PostgresDatabase.open(source, source, impatient, () -> {});
        ofPaused = JdbcRunStore.postgresql(source);
        ofThief = JdbcRunStore.postgresql(source);
        rows = new Rows(source);
    }

    @AfterEach
    void close_them() {
        database.close();
        ofPaused.close();
        ofThief.close();
        source.close();
    }

    @Test
    void an_owner_that_was_robbed_while_it_wrote_writes_nothing_after_that() {
        for (int round = 0; round < ROUNDS; round++) {
            String run = "run-" + round;
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            Lease before = ofPaused.create(SampleRuns.run(run), PAUSED).lease();
            CountDownLatch underWay = new CountDownLatch(COMMITS_BEFORE_THE_STEAL);
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeUntilRobbed(before, acknowledged, underWay));
            await(underWay);

            rows.execute("UPDATE tf_run SET lease_until = 0 WHERE run_id = '%s'".formatted(run));
            Lease after = ofThief.claim(run, THIEF);
            List<String> atTheSteal = calls(run);
            ofThief.commit(after, after.nextSeq(), List.of(SampleRuns.intended("thief")));
            writing.join();

            assertThat(atTheSteal).hasSize((int) after.nextSeq() - 1).containsAll(acknowledged);
            assertThat(calls(run)).last().isEqualTo("thief");
            assertThat(calls(run)).hasSize(atTheSteal.size() + 1);
        }
    }

    @Test
    void the_settlement_of_a_robbed_owner_still_lands() {
        Lease before = ofPaused.create(SampleRuns.run("run-1"), PAUSED).lease();
        ofPaused.commit(before, 1, List.of(SampleRuns.intended("paid")));
        rows.pass(Duration.ofMinutes(1));
        ofThief.claim("run-1", THIEF);

        RunLeasedException refused = catchThrowableOfType(
                RunLeasedException.class,
                () -> ofPaused.commit(before, 2, List.of(new RunChange.Settled("paid", SampleRuns.answer("late")))));
        ofPaused.settle("run-1", "paid", SampleRuns.answer("late"));

        assertThat(refused).hasMessageContaining("run-1");
        assertThat(ofThief.load("run-1").orElseThrow().calls())
                .extracting(CallRecord::settlement)
                .containsExactly(SampleRuns.answer("late"));
    }

    @Test
    void an_owner_that_is_paused_in_the_middle_of_a_transaction_does_not_keep_the_run() {
        Lease before = ofPaused.create(SampleRuns.run("run-1"), PAUSED).lease();
        rows.execute("UPDATE tf_run SET lease_until = 0");
        CountDownLatch holding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CompletableFuture<Long> paused = CompletableFuture.supplyAsync(() -> database.write("pausing", session -> {
            Standing.of(session, "run-1");
            boolean again = holding.getCount() == 0;
            holding.countDown();
            await(goOn);
            return again ? -1L : session.update("UPDATE tf_run SET next_seq = 99 WHERE run_id = ?", "run-1");
        }));
        await(holding);

        Lease after = ofThief.claim("run-1", THIEF);
        goOn.countDown();

        assertThat(after.fence()).isGreaterThan(before.fence());
        assertThat(paused.join())
                .as("what it did before it was paused is done again")
                .isEqualTo(-1L);
        assertThat(ofThief.find("run-1").orElseThrow().nextSeq()).isEqualTo(after.nextSeq());
    }

    private void writeUntilRobbed(Lease lease, Queue<String> acknowledged, CountDownLatch underWay) {
        for (long seq = lease.nextSeq(); ; seq++) {
            try {
                ofPaused.commit(lease, seq, List.of(SampleRuns.intended("paused-" + seq)));
                acknowledged.add("paused-" + seq);
                underWay.countDown();
            } catch (RunLeasedException e) {
                return;
            }
        }
    }

    private List<String> calls(String run) {
        return ofThief.load(run).orElseThrow().calls().stream()
                .map(CallRecord::id)
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
