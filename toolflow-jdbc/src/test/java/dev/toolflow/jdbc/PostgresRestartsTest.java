package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.PatientStores.LONG;
import static dev.toolflow.jdbc.PatientStores.calls;
import static dev.toolflow.jdbc.PatientStores.intend;
import static dev.toolflow.jdbc.PatientStores.owned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunStore;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresRestartsTest {
    private static final int WRITERS = 4;
    private static final int RESTARTS = 3;
    private static final int COMMITS_BETWEEN = 20;

    private static PostgresServer server;

    private PatientStores stores;

    @BeforeEach
    void make_a_database() throws SQLException {
        stores = new PatientStores(server.address(server.newDatabase().getDatabaseName(), "postgres"));
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

    @Test
    void nothing_that_was_acknowledged_is_lost_and_nothing_is_there_twice() throws Exception {
        RunStore store = stores.store(LONG);
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
