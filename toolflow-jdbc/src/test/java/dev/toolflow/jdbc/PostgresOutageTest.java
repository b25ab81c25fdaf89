package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.PatientStores.LONG;
import static dev.toolflow.jdbc.PatientStores.SHORT;
import static dev.toolflow.jdbc.PatientStores.calls;
import static dev.toolflow.jdbc.PatientStores.intend;
import static dev.toolflow.jdbc.PatientStores.owned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
    private static PostgresServer server;

    private PGSimpleDataSource database;
    private String address;
    private PatientStores stores;

    @BeforeEach
    void make_a_database() throws SQLException {
        database = server.newDatabase();
        address = server.address(database.getDatabaseName(), "postgres");
        stores = new PatientStores(address);
    }

    @AfterEach
    void close_the_stores() {
        stores.close();
    }

    @BeforeAll
    static void start_a_server() {
        server = PostgresServer.own();
    }

    @AfterAll
    static void end_it() throws IOException {
        server.close();
    }

    @Nested
    class While_the_server_is_down {
        @Test
        void a_commit_fails_with_what_to_do_and_goes_well_once_it_is_up_again() throws IOException {
            RunStore store = stores.store(LONG);
            RunStore impatient = stores.impatient(database);
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
            RunStore store = stores.store(LONG);
            Lease lease = owned(store, "run-1");
            server.stop();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> intend(store, lease, 1));

            server.restart();
            waiting.join();

            assertThat(calls(store, "run-1")).containsExactly("call-1");
        }

        @Test
        void an_interrupt_ends_the_wait() throws Exception {
            RunStore store = stores.store(LONG);
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
                assertThatThrownBy(() -> stores.store(SHORT))
                        .isExactlyInstanceOf(RunStoreException.class)
                        .hasMessageContainingAll("opening the store", "check that it is running");
            } finally {
                server.restart();
            }
        }
    }

    @Nested
    class A_worker_of_the_queue {
        @Test
        void gets_done_with_its_run_and_goes_on_with_others_when_the_server_was_away() throws Exception {
            RunQueue queue = stores.store(LONG).queue().orElseThrow();
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
            stores.store(LONG);
            RunQueue queue = stores.impatient(database).queue().orElseThrow();
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
    class When_another_transaction_holds_a_run {
        @Test
        void the_wait_for_it_ends_and_nothing_is_written() throws Exception {
            RunStore store = stores.store(LONG);
            RunStore impatient = stores.impatient(database);
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
}
