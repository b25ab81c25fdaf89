package dev.toolflow.jdbc;

import static dev.toolflow.jdbc.QueuesOfProcesses.awaitUninterrupted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunQueue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PostgresQueueTest {
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
    void a_run_that_any_process_submits_is_worked_on_by_a_worker_of_another() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        queues.working(queues.queue().work(worked::add, 2));

        queues.queue().submit("run-1");

        await().untilAsserted(() -> assertThat(worked).containsExactly("run-1"));
        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
    }

    @Test
    void each_of_many_runs_goes_to_one_of_several_workers() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        List<String> ids = IntStream.range(0, 60).mapToObj(i -> "run-" + i).toList();
        RunQueue queue = queues.queue();
        ids.forEach(queue::submit);

        queues.working(queues.queue().work(worked::add, 3));
        queues.working(queues.queue().work(worked::add, 3));

        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
        assertThat(worked).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void a_worker_works_on_no_more_runs_at_once_than_it_was_told() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        RunQueue queue = queues.queue();
        IntStream.range(0, 20).forEach(i -> queue.submit("run-" + i));

        queues.working(queue.work(
                run -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    three.countDown();
                    awaitUninterrupted(three);
                    atOnce.decrementAndGet();
                },
                3));

        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
        assertThat(most).hasValue(3);
    }

    @Test
    void a_run_that_is_submitted_twice_is_worked_on_once() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        RunQueue queue = queues.queue();
        queue.submit("run-1");
        queue.submit("run-1");
        queue.submit("run-2");

        queues.working(queue.work(worked::add, 1));

        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
        assertThat(worked).containsExactly("run-1", "run-2");
    }

    @Test
    void a_run_that_is_submitted_while_it_is_worked_on_is_worked_on_once_more() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch decided = new CountDownLatch(1);
        RunQueue queue = queues.queue();
        queues.working(queue.work(
                run -> {
                    worked.add(run);
                    begun.countDown();
                    awaitUninterrupted(decided);
                },
                2));
        queue.submit("run-1");
        awaitUninterrupted(begun);

        queues.queue().submit("run-1");
        assertThat(worked).hasSize(1);
        decided.countDown();

        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
        assertThat(worked).containsExactly("run-1", "run-1");
    }

    @Test
    void a_run_whose_work_throws_is_handed_out_again() {
        AtomicInteger tries = new AtomicInteger();
        RunQueue queue = queues.queue();
        queues.working(queue.work(
                run -> {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("its flow is not known here");
                        case 2 -> throw new RunLeasedException("it belongs to a worker that died", null);
                        default -> assertThat(run).isEqualTo("run-1");
                    }
                },
                1));

        queue.submit("run-1");

        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
        assertThat(tries).hasValue(3);
    }

    @Test
    void a_run_of_a_worker_that_died_goes_to_another() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        RunQueue queue = queues.queue();
        queue.submit("run-1");
        queues.rows.execute(
                "UPDATE tf_scheduled_tasks SET picked = true, picked_by = 'dead', version = 2, last_heartbeat = now()");

        queues.working(queue.work(worked::add, 1));
        assertThat(worked).isEmpty();

        await().untilAsserted(() -> assertThat(worked).containsExactly("run-1"));
    }

    @Test
    void a_run_of_a_worker_that_lives_stays_with_it_however_long_it_takes() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        RunQueue queue = queues.queue(Duration.ofSeconds(4));
        queue.submit("run-1");
        for (int i = 0; i < 2; i++) {
            queues.working(queues.queue(Duration.ofSeconds(4))
                    .work(
                            run -> {
                                begun.incrementAndGet();
                                awaitUninterrupted(end);
                            },
                            1));
        }
        await().until(() -> begun.get() == 1);
        String heartbeat = "SELECT count(*) FROM tf_scheduled_tasks WHERE last_heartbeat > '%s'";
        long picked = queues.rows.number("SELECT version FROM tf_scheduled_tasks");

        for (int beats = 0; beats < 6; beats++) {
            String last = queues.rows.text("SELECT last_heartbeat::text FROM tf_scheduled_tasks");
            await().until(() -> queues.rows.number(heartbeat.formatted(last)) == 1);
        }

        assertThat(begun).hasValue(1);
        assertThat(queues.rows.number("SELECT version FROM tf_scheduled_tasks")).isEqualTo(picked);
        end.countDown();
        await().untilAsserted(() -> assertThat(queues.queued()).isZero());
    }

    @Test
    void a_worker_that_works_on_no_run_at_once_is_refused() {
        RunQueue queue = queues.queue();

        assertThatThrownBy(() -> queue.work(run -> {}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atOnce");
    }
}
