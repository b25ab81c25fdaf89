package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.intended;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/** More commits at the same time than there are threads that send them. */
@Timeout(120)
class SharedMessagesTest {
    private static final int COMMITS = PostgresDatabase.CONNECTIONS + 20;
    private static final int BORROWED_SET_SENT_AND_SET_BACK = 4;

    private final Faults counting = Faults.none();
    private final Turnstile turnstile = new Turnstile();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Lease> leases = new ArrayList<>();
    private HikariDataSource pool;
    private Rows rows;
    private JdbcRunStore store;

    private void ownSomeRuns(PreferQueryMode mode) throws SQLException {
        PGSimpleDataSource database = PostgresServer.shared().newDatabase();
        database.setPreferQueryMode(mode);
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        pool = new HikariDataSource(config);
        rows = new Rows(pool);
        store = JdbcRunStore.postgresql(turnstile.before(counting.over(pool)));
        for (int i = 0; i < COMMITS; i++) {
            leases.add(Objects.requireNonNull(
                    store.create(run("run-" + i), owner("anna")).lease()));
        }
    }

    @AfterEach
    void close_all() {
        callers.shutdownNow();
        store.close();
        pool.close();
    }

    @Test
    void share_messages_and_are_all_written() throws SQLException {
        ownSomeRuns(PreferQueryMode.EXTENDED);
        int before = counting.statements();

        List<CompletableFuture<Void>> commits = committed(number -> true);

        assertThat(commits).allSatisfy(commit -> assertThat(commit).succeedsWithin(60, TimeUnit.SECONDS));
        assertThat(written()).isEqualTo(COMMITS);
        assertThat(counting.statements() - before)
                .isLessThanOrEqualTo((PostgresDatabase.CONNECTIONS + 1) * BORROWED_SET_SENT_AND_SET_BACK);
    }

    /** In simple mode the driver sends one message for each. */
    @ParameterizedTest
    @EnumSource(names = {"EXTENDED", "SIMPLE"})
    void that_are_refused_are_the_only_ones_that_are(PreferQueryMode mode) throws SQLException {
        ownSomeRuns(mode);
        IntPredicate right = number -> number % 5 != 3;

        List<CompletableFuture<Void>> commits = committed(right);

        int wrong = 0;
        for (int i = 0; i < COMMITS; i++) {
            if (right.test(i)) {
                assertThat(commits.get(i)).succeedsWithin(60, TimeUnit.SECONDS);
            } else {
                wrong++;
                assertThatThrownBy(commits.get(i)::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(RunLeasedException.class)
                        .hasMessageContaining("'run-" + i + "' expects commit 1, not 2");
            }
        }
        assertThat(written()).isEqualTo(COMMITS - wrong);
    }

    @Test
    void that_are_not_the_database_s_to_take_are_the_only_ones_that_fail() throws SQLException {
        ownSomeRuns(PreferQueryMode.EXTENDED);
        rows.execute("""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                    IF NEW.run_id = 'run-%d' THEN RAISE EXCEPTION 'too long' USING ERRCODE = '22001'; END IF;
                    RETURN NEW;
                END $$
                """.formatted(COMMITS - 1));
        rows.execute("CREATE TRIGGER refuse BEFORE INSERT ON tf_attempt FOR EACH ROW EXECUTE FUNCTION refuse()");

        List<CompletableFuture<Void>> commits = committed(number -> true);

        assertThat(commits.subList(0, COMMITS - 1))
                .allSatisfy(commit -> assertThat(commit).succeedsWithin(60, TimeUnit.SECONDS));
        assertThatThrownBy(commits.get(COMMITS - 1)::join)
                .cause()
                .isExactlyInstanceOf(RunStoreException.class)
                .hasMessageContainingAll("'run-" + (COMMITS - 1) + "'", "22001", "nothing was written");
        assertThat(written()).isEqualTo(COMMITS - 1);
    }

    @Test
    void whose_caller_is_interrupted_is_the_only_one_that_is_given_up() throws SQLException {
        ownSomeRuns(PreferQueryMode.EXTENDED);
        List<CompletableFuture<Void>> commits;
        try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement()
                    .execute("SELECT 1 FROM tf_run WHERE run_id = 'run-" + (COMMITS - 1) + "' FOR UPDATE");
            commits = committed(number -> true);
            await().until(() -> waitForALock() > 0);

            threads.get(COMMITS - 2).interrupt();

            assertThatThrownBy(commits.get(COMMITS - 2)::join)
                    .hasMessageContainingAll("the thread was interrupted", "nothing was written");
            other.rollback();
        }
        for (int i = 0; i < COMMITS; i++) {
            if (i != COMMITS - 2) {
                assertThat(commits.get(i)).succeedsWithin(60, TimeUnit.SECONDS);
            }
        }
        assertThat(written()).isEqualTo(COMMITS - 1);
    }

    private long waitForALock() {
        return rows.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database()");
    }

    private long written() {
        return rows.number(
                "SELECT count(*) FROM tf_attempt a JOIN tf_run r ON r.run_id = a.run_id WHERE r.next_seq = 2");
    }

    /** All wait before one is sent; those whose number is wrong expect to be the second of their run. */
    private List<CompletableFuture<Void>> committed(IntPredicate isRight) {
        turnstile.shut();
        List<CompletableFuture<Void>> commits = new ArrayList<>();
        for (int i = 0; i < COMMITS; i++) {
            Lease lease = leases.get(i);
            int seq = isRight.test(i) ? 1 : 2;
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            commits.add(CompletableFuture.runAsync(
                    () -> {
                        caller.complete(Thread.currentThread());
                        store.commit(lease, seq, List.of(intended("call")));
                    },
                    callers));
            threads.add(caller.join());
        }
        await().until(() -> threads.stream().allMatch(thread -> LockSupport.getBlocker(thread) != null));
        turnstile.open();
        return commits;
    }
}
