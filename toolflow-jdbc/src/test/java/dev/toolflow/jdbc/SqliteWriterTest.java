package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.SampleRuns.accepted;
import static dev.toolflow.jdbc.SampleRuns.intended;
import static dev.toolflow.jdbc.SampleRuns.owner;
import static dev.toolflow.jdbc.SampleRuns.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.toolflow.run.Lease;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SqliteWriterTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);

    private static final String LAST_TRANSACTION = "SELECT max(batch) FROM tf_writer";

    @TempDir
    Path directory;

    private final AtomicLong mostPages = new AtomicLong();
    private Path path;
    private JdbcRunStore store;

    @BeforeEach
    void open() {
        path = directory.resolve("runs.db");
        store = store(LONG);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private JdbcRunStore store(Duration patience) {
        SqliteFile file = new SqliteFile(path, Clock.systemUTC(), patience);
        return new JdbcRunStore(SqliteDatabase.open(file, () -> withRoomLeft(file.open())), LONG);
    }

    private Connection withRoomLeft(Connection connection) throws SQLException {
        if (mostPages.get() > 0) {
            RawSqlite.execute(connection, "PRAGMA max_page_count = " + mostPages);
        }
        return connection;
    }

    private void reopen(Duration patience) {
        store.close();
        store = store(patience);
    }

    private Lease owned(String id) {
        return store.create(run(id), owner("anna")).lease();
    }

    private long nextSeq(String id) {
        return store.find(id).orElseThrow().nextSeq();
    }

    @Nested
    class When_several_wait_for_one_commit {
        private final List<Throwable> outcomes = new ArrayList<>();

        private void together(List<Runnable> writes) throws Exception {
            outcomes.addAll(new Crowd(path).together(writes));
        }

        @Test
        void they_share_one_write_to_the_disk() throws Exception {
            List<Lease> leases = Stream.of("a", "b", "c", "d")
                    .map(SqliteWriterTest.this::owned)
                    .toList();
            long before = RawSqlite.count(path, LAST_TRANSACTION);

            together(leases.stream()
                    .<Runnable>map(lease -> () -> store.commit(lease, 1, List.of(accepted("hero"))))
                    .toList());

            assertThat(outcomes).containsOnlyNulls();
            assertThat(RawSqlite.count(path, LAST_TRANSACTION) - before)
                    .as("one for all, or one for the first and one for the others")
                    .isBetween(1L, 2L);
        }

        @Test
        void one_that_is_refused_does_not_harm_the_others() throws Exception {
            List<Lease> leases = List.of(owned("a"), owned("b"), owned("c"));

            together(List.of(
                    () -> store.commit(leases.get(0), 1, List.of(accepted("hero"))),
                    () -> store.commit(leases.get(1), 7, List.of(accepted("hero"))),
                    () -> store.commit(leases.get(1), 1, List.of(intended("c1"), intended("c1"))),
                    () -> store.commit(leases.get(2), 1, List.of(accepted("hero")))));

            assertThat(outcomes.get(0)).isNull();
            assertThat(outcomes.get(1)).isInstanceOf(RunLeasedException.class);
            assertThat(outcomes.get(2)).hasMessageContaining("has a call c1 already");
            assertThat(outcomes.get(3)).isNull();
            assertThat(nextSeq("a")).isEqualTo(2);
            assertThat(nextSeq("b")).isEqualTo(1);
            assertThat(store.load("b").orElseThrow().calls()).isEmpty();
            assertThat(nextSeq("c")).isEqualTo(2);
        }

        @Test
        void one_for_which_the_disk_has_no_room_does_not_harm_the_others() throws Exception {
            List<Lease> leases = List.of(owned("a"), owned("b"), owned("c"));
            fill();
            RunChange large = accepted("hero", Payload.of(new byte[1 << 20]));

            together(List.of(
                    () -> store.commit(leases.get(0), 1, List.of(accepted("hero"))),
                    () -> store.commit(leases.get(1), 1, List.of(large)),
                    () -> store.commit(leases.get(2), 1, List.of(accepted("hero")))));

            assertThat(outcomes.get(0)).isNull();
            assertThat(outcomes.get(1)).isInstanceOf(RunStoreException.class).hasMessageContaining("full");
            assertThat(outcomes.get(2)).isNull();
        }

        @Test
        void those_that_wait_when_the_store_is_closed_are_still_written() throws Exception {
            Lease lease = owned("a");

            together(List.of(() -> store.commit(lease, 1, List.of(accepted("hero"))), store::close));

            assertThat(outcomes.get(0)).isNull();
            assertThat(outcomes.get(1)).isNull();
            store = store(LONG);
            assertThat(nextSeq("a")).isEqualTo(2);
        }
    }

    /** Leaves room for a few more pages. */
    private void fill() throws SQLException {
        mostPages.set(RawSqlite.count(path, "PRAGMA page_count") + 8);
        reopen(LONG);
    }

    @Nested
    class When_the_disk_is_full {
        @Test
        void nothing_is_acknowledged_and_nothing_that_was_is_lost() throws Exception {
            Lease lease = owned("a");
            store.commit(lease, 1, List.of(accepted("hero")));
            fill();
            List<RunChange> large = List.of(accepted("logo", Payload.of(new byte[1 << 20])));

            assertThatThrownBy(() -> store.commit(lease, 2, large))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll(
                            path.toString(), "commit 2 of run 'a'", "nothing was written", "full", "make room");

            assertThat(nextSeq("a")).isEqualTo(2);
            mostPages.set(0);
            reopen(LONG);
            assertThat(store.load("a").orElseThrow().steps()).hasSize(1);
            store.commit(lease, 2, large);
            assertThat(store.load("a").orElseThrow().steps()).hasSize(2);
        }
    }

    @Nested
    class When_another_process_keeps_the_file_locked {
        @Test
        void a_write_gives_up_and_can_be_done_later() throws Exception {
            Lease lease = owned("a");
            reopen(SHORT);
            try (Connection other = RawSqlite.lock(path)) {
                assertThatThrownBy(() -> store.commit(lease, 1, List.of(accepted("hero"))))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("nothing was written", "another process keeps the file locked");
                assertThat(nextSeq("a")).as("reading goes on").isEqualTo(1);
                RawSqlite.execute(other, "ROLLBACK");
            }
            reopen(LONG);
            store.commit(lease, 1, List.of(accepted("hero")));
            assertThat(nextSeq("a")).isEqualTo(2);
        }

        @Test
        void opening_the_store_gives_up_and_can_be_done_later() throws Exception {
            store.close();
            try (Connection other = RawSqlite.lock(path)) {
                assertThatThrownBy(() -> store(SHORT))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContaining("another process keeps the file locked");
                RawSqlite.execute(other, "ROLLBACK");
            }
            store = store(LONG);
            assertThat(store.find("a")).isEmpty();
        }

        @Test
        void an_interrupt_ends_the_waiting_and_nothing_is_written() throws Exception {
            Lease lease = owned("a");
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            try (Connection other = RawSqlite.lock(path)) {
                Thread thread = new Thread(() -> {
                    thrown.complete(catchThrowable(() -> store.commit(lease, 1, List.of(accepted("hero")))));
                    flag.complete(Thread.currentThread().isInterrupted());
                });
                thread.start();
                Crowd.awaitWaiting(thread);
                thread.interrupt();
                assertThat(thrown.get())
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("nothing was written", "interrupted");
                assertThat(flag.get()).isTrue();
                RawSqlite.execute(other, "ROLLBACK");
            }
            store.commit(lease, 1, List.of(accepted("logo")));
            assertThat(store.load("a").orElseThrow().steps()).hasSize(1);
        }
    }
}
