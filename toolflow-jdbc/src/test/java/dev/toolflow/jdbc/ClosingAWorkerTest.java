package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.QueuesOfProcesses.awaitUninterrupted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClosingAWorkerTest {
    private static HikariDataSource database;

    private QueuesOfProcesses queues;

    @BeforeAll
    static void make_a_database() throws SQLException {
        database = PostgresServer.shared().newPool();
        JdbcRunStore.postgresql(database).close();
    }

    @AfterAll
    static void close_the_pool() {
        database.close();
    }

    @BeforeEach
    void open_the_queues() {
        queues = new QueuesOfProcesses(database);
    }

    @AfterEach
    void close_the_queues() throws Exception {
        queues.close();
    }

    @Test
    void closing_a_worker_waits_for_the_runs_under_way_and_takes_no_more() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        RunQueue queue = queues.queue();
        Working worker = queues.working(queue.work(
                run -> {
                    begun.countDown();
                    awaitUninterrupted(end);
                    ended.set(true);
                },
                1));
        queue.submit("run-1");
        awaitUninterrupted(begun);
        queue.submit("run-2");

        Set<Thread> before = Thread.getAllStackTraces().keySet();
        CompletableFuture<Boolean> endedFirst = CompletableFuture.supplyAsync(() -> {
            worker.close();
            return ended.get();
        });
        await().until(() -> anotherTakesNoMore(before));
        assertThat(endedFirst).isNotDone();
        end.countDown();

        assertThat(endedFirst.join()).isTrue();
        assertThat(queues.queued()).isOne();
    }

    @Test
    void closing_a_worker_is_over_at_once_for_a_thread_that_is_interrupted() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        RunQueue queue = queues.queue();
        Working worker = queue.work(
                run -> {
                    begun.countDown();
                    interrupted.complete(awaitUninterrupted(new CountDownLatch(1)));
                },
                1);
        queue.submit("run-1");
        awaitUninterrupted(begun);

        Thread.currentThread().interrupt();
        worker.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupted.join()).isFalse();
    }

    /** Whether there is a worker beside those that closes: it takes no more before it begins to wait for the runs under way. */
    private static boolean anotherTakesNoMore(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .anyMatch(thread -> thread.getName().startsWith("toolflow-queue-closing")
                        && thread.getState() == Thread.State.TIMED_WAITING);
    }
}
