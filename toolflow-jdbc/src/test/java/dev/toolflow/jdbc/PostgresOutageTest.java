package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** No call of a store may take longer than it was told: the timeout of each test is its assertion of that. */
@Timeout(60)
class PostgresOutageTest {
    private static final Duration SHORT = Duration.ofMillis(900);
    private static final Duration LONG = Duration.ofSeconds(30);

    private static PostgresServer server;

    private final List<RunStore> opened = new ArrayList<>();
    private PGSimpleDataSource database;
    private String address;

    @BeforeAll
    static void start_a_server() {
        server = PostgresServer.own();
    }

    @AfterAll
    static void end_it() throws IOException {
        server.close();
    }

    @BeforeEach
    void make_a_database() throws SQLException {
        database = server.newDatabase();
        address = server.address(database.getDatabaseName(), "postgres");
    }

    @AfterEach
    void close_the_stores() {
        opened.forEach(RunStore::close);
    }

    private JdbcRunStore impatient() {
        JdbcRunStore store = PostgresServer.impatient(database, SHORT);
        opened.add(store);
        return store;
    }

    private JdbcRunStore store(Duration patience) {
        JdbcRunStoreBuilder options =
                new JdbcRunStoreBuilder(given -> PostgresPool.open(address, given)).patience(patience);
        JdbcRunStore store = options.build();
        opened.add(store);
        return store;
    }

    private static Lease owned(RunStore store, String run) {
        return store.create(SampleRuns.run(run), SampleRuns.owner("anna")).lease();
    }

    private static void intend(RunStore store, Lease lease, long seq) {
        store.commit(lease, seq, List.of(SampleRuns.intended("call-" + seq)));
    }

    private static List<String> calls(RunStore store, String run) {
        return store.load(run).orElseThrow().calls().stream()
                .map(CallRecord::id)
                .toList();
    }

    @Nested
    class While_the_server_is_down {
        @Test
        void a_commit_fails_with_what_to_do_and_goes_well_once_it_is_up_again() throws IOException {
            RunStore store = store(LONG);
            RunStore impatient = impatient();
            Lease lease = owned(store, "run-1");
            server.stop();

            Throwable down = catchThrowable(() -> intend(impatient, lease, 1));
            Throwable unread = catchThrowable(() -> impatient.load("run-1"));
            server.restart();

            assertThat(down)
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll(
                            "commit 1 of run 'run-1'", "check that it is running", "nothing was written")
                    .hasMessageNotContaining("sesame");
            assertThat(unread).isExactlyInstanceOf(RunStoreException.class);
            intend(store, lease, 1);
            assertThat(calls(store, "run-1")).containsExactly("call-1");
        }

        @Test
        void a_call_waits_for_it_as_long_as_the_store_is_patient() throws IOException {
            RunStore store = store(LONG);
            Lease lease = owned(store, "run-1");
            server.stop();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> intend(store, lease, 1));

            server.restart();
            waiting.join();

            assertThat(calls(store, "run-1")).containsExactly("call-1");
        }

        @Test
        void an_interrupt_ends_the_wait() throws Exception {
            RunStore store = store(LONG);
            Lease lease = owned(store, "run-1");
            server.stop();
            try {
                Interrupted commit = Interrupted.in(() -> intend(store, lease, 1));
                commit.interrupt();

                // What was sent when the server went away may have got there.
                commit.assertThatItSaid("written");
            } finally {
                server.restart();
            }
            assertThat(calls(store, "run-1")).isEmpty();
        }

        @Test
        void a_store_cannot_be_opened() throws IOException {
            server.stop();
            try {
                assertThatThrownBy(() -> store(SHORT))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("opening the store", "check that it is running");
            } finally {
                server.restart();
            }
        }
    }

    @Nested
    class When_the_server_is_stopped_and_started_while_runs_are_written {
        private static final int WRITERS = 4;
        private static final int RESTARTS = 3;
        private static final int COMMITS_BETWEEN = 20;

        @Test
        void nothing_that_was_acknowledged_is_lost_and_nothing_is_there_twice() throws Exception {
            RunStore store = store(LONG);
            AtomicBoolean enough = new AtomicBoolean();
            AtomicInteger commits = new AtomicInteger();
            List<CompletableFuture<Long>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Lease lease = owned(store, "run-" + i);
                writers.add(CompletableFuture.supplyAsync(
                        () -> write(store, lease, enough, commits), work -> new Thread(work, "writer").start()));
            }

            for (int i = 0; i < RESTARTS; i++) {
                int before = commits.get();
                await().until(() -> commits.get() > before + COMMITS_BETWEEN);
                server.stop();
                server.restart();
            }
            enough.set(true);

            for (int i = 0; i < WRITERS; i++) {
                long acknowledged = writers.get(i).get();
                assertThat(calls(store, "run-" + i)).hasSize((int) acknowledged).doesNotHaveDuplicates();
                assertThat(store.find("run-" + i).orElseThrow().nextSeq()).isEqualTo(acknowledged + 1);
            }
        }

        private static long write(RunStore store, Lease lease, AtomicBoolean enough, AtomicInteger commits) {
            long seq = 0;
            while (!enough.get()) {
                intend(store, lease, ++seq);
                commits.incrementAndGet();
            }
            return seq;
        }
    }

    @Nested
    class A_worker_of_the_queue {
        @Test
        void gets_done_with_its_run_and_goes_on_with_others_when_the_server_was_away() throws Exception {
            RunQueue queue = store(LONG).queue().orElseThrow();
            List<String> worked = new CopyOnWriteArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch restarted = new CountDownLatch(1);
            Working worker = queue.work(
                    run -> {
                        begun.countDown();
                        worked.add(awaited(restarted, run));
                    },
                    1);
            queue.submit("run-1");
            begun.await();

            server.stop();
            restarted.countDown();
            server.restart();
            queue.submit("run-2");

            await().untilAsserted(() -> assertThat(worked).containsExactly("run-1", "run-2"));
            await().until(() -> new Rows(database).number("SELECT count(*) FROM tf_scheduled_tasks") == 0);
            worker.close();
        }

        @Test
        void is_not_told_of_a_run_that_could_not_be_submitted() throws IOException {
            store(LONG);
            RunQueue queue = impatient().queue().orElseThrow();
            server.stop();
            try {
                assertThatThrownBy(() -> queue.submit("run-1"))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("queueing run 'run-1'", "nothing was written");
            } finally {
                server.restart();
            }
        }
    }

    private static <T> T awaited(CountDownLatch latch, T result) {
        try {
            latch.await();
            return result;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    class When_the_server_takes_connections_and_never_answers {
        private ServerSocket silent;

        @BeforeEach
        void listen() throws IOException {
            silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
            address = "jdbc:postgresql://127.0.0.1:%d/runs?user=postgres".formatted(silent.getLocalPort());
        }

        @AfterEach
        void close_it() throws IOException {
            silent.close();
        }

        @Test
        void the_wait_ends_with_what_to_do() {
            assertThatThrownBy(() -> store(SHORT))
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("opening the store", "nothing was written");
        }

        @Test
        void an_interrupt_ends_the_wait() throws Exception {
            Interrupted opening = Interrupted.in(() -> store(LONG));
            opening.interrupt();

            opening.assertThatItSaid("nothing was written");
        }
    }

    @Nested
    class When_another_transaction_holds_a_run {
        @Test
        void the_wait_for_it_ends_and_nothing_is_written() throws Exception {
            RunStore store = store(LONG);
            RunStore impatient = impatient();
            Lease lease = owned(store, "run-1");
            try (Database other = PostgresPool.open(address, new JdbcRunStoreBuilder(given -> null))) {
                CountDownLatch held = new CountDownLatch(1);
                CountDownLatch end = new CountDownLatch(1);
                CompletableFuture<Standing> holding = CompletableFuture.supplyAsync(() -> other.write("h", session -> {
                    Standing standing = Standing.of(session, "run-1");
                    held.countDown();
                    return awaited(end, standing);
                }));
                held.await();

                Throwable late = catchThrowable(() -> intend(impatient, lease, 1));
                end.countDown();
                holding.join();

                assertThat(late)
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContaining("nothing was written");
                intend(store, lease, 1);
                assertThat(calls(store, "run-1")).containsExactly("call-1");
            }
        }
    }

    /** A call on a thread of its own, which is interrupted while it waits. */
    private record Interrupted(Thread thread, AtomicReference<Throwable> said, AtomicBoolean flag) {
        static Interrupted in(Runnable call) {
            AtomicReference<Throwable> said = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            Thread thread = new Thread(() -> {
                said.set(catchThrowable(call::run));
                flag.set(Thread.currentThread().isInterrupted());
            });
            thread.start();
            return new Interrupted(thread, said, flag);
        }

        void interrupt() throws InterruptedException {
            Awaitility.await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            thread.interrupt();
            thread.join();
        }

        void assertThatItSaid(String words) {
            assertThat(said.get())
                    .isExactlyInstanceOf(RunStoreException.class)
                    .hasMessageContainingAll("interrupted", words);
            assertThat(flag).isTrue();
        }
    }
}
