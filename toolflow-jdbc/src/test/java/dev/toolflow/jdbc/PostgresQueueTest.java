package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private final Rows rows = new Rows(database);
    private final List<AutoCloseable> opened = new ArrayList<>();

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
    void take_every_run_out() {
        rows.clear();
    }

    @AfterEach
    void close_what_was_opened() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** That of one more process. */
    private RunQueue queue() {
        return queue(Duration.ofSeconds(2));
    }

    private RunQueue queue(Duration lease) {
        JdbcRunStore store = JdbcRunStore.builder(database).leaseTime(lease).build();
        opened.add(store);
        return store.queue().orElseThrow();
    }

    private Working working(Working worker) {
        opened.add(worker);
        return worker;
    }

    private long queued() {
        return rows.number("SELECT count(*) FROM tf_scheduled_tasks");
    }

    /** Whether there is a worker beside those that closes: it takes no more before it begins to wait for the runs under way. */
    private static boolean anotherTakesNoMore(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .anyMatch(thread -> thread.getName().startsWith("toolflow-queue-closing")
                        && thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void a_run_that_any_process_submits_is_worked_on_by_a_worker_of_another() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        working(queue().work(worked::add, 2));

        queue().submit("run-1");

        await().untilAsserted(() -> assertThat(worked).containsExactly("run-1"));
        await().untilAsserted(() -> assertThat(queued()).isZero());
    }

    @Test
    void each_of_many_runs_goes_to_one_of_several_workers() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        List<String> ids = IntStream.range(0, 60).mapToObj(i -> "run-" + i).toList();
        RunQueue queue = queue();
        ids.forEach(queue::submit);

        working(queue().work(worked::add, 3));
        working(queue().work(worked::add, 3));

        await().untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(worked).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void a_worker_works_on_no_more_runs_at_once_than_it_was_told() {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        RunQueue queue = queue();
        IntStream.range(0, 20).forEach(i -> queue.submit("run-" + i));

        working(queue.work(
                run -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    three.countDown();
                    awaitUninterrupted(three);
                    atOnce.decrementAndGet();
                },
                3));

        await().untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(most).hasValue(3);
    }

    @Test
    void a_run_that_is_submitted_twice_is_worked_on_once() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        RunQueue queue = queue();
        queue.submit("run-1");
        queue.submit("run-1");
        queue.submit("run-2");

        working(queue.work(worked::add, 1));

        await().untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(worked).containsExactly("run-1", "run-2");
    }

    @Test
    void a_run_that_is_submitted_while_it_is_worked_on_is_worked_on_once_more() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch decided = new CountDownLatch(1);
        RunQueue queue = queue();
        working(queue.work(
                run -> {
                    worked.add(run);
                    begun.countDown();
                    awaitUninterrupted(decided);
                },
                2));
        queue.submit("run-1");
        awaitUninterrupted(begun);

        queue().submit("run-1");
        assertThat(worked).hasSize(1);
        decided.countDown();

        await().untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(worked).containsExactly("run-1", "run-1");
    }

    @Test
    void a_run_whose_work_throws_is_handed_out_again() {
        AtomicInteger tries = new AtomicInteger();
        RunQueue queue = queue();
        working(queue.work(
                run -> {
                    switch (tries.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("its flow is not known here");
                        case 2 -> throw new RunLeasedException("it belongs to a worker that died", null);
                        default -> assertThat(run).isEqualTo("run-1");
                    }
                },
                1));

        queue.submit("run-1");

        await().untilAsserted(() -> assertThat(queued()).isZero());
        assertThat(tries).hasValue(3);
    }

    @Test
    void a_run_of_a_worker_that_died_goes_to_another() {
        Queue<String> worked = new ConcurrentLinkedQueue<>();
        RunQueue queue = queue();
        queue.submit("run-1");
        rows.execute(
                "UPDATE tf_scheduled_tasks SET picked = true, picked_by = 'dead', version = 2, last_heartbeat = now()");

        working(queue.work(worked::add, 1));
        assertThat(worked).isEmpty();

        await().untilAsserted(() -> assertThat(worked).containsExactly("run-1"));
    }

    @Test
    void a_run_of_a_worker_that_lives_stays_with_it_however_long_it_takes() {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        RunQueue queue = queue(Duration.ofSeconds(4));
        queue.submit("run-1");
        for (int i = 0; i < 2; i++) {
            working(queue(Duration.ofSeconds(4))
                    .work(
                            run -> {
                                begun.incrementAndGet();
                                awaitUninterrupted(end);
                            },
                            1));
        }
        await().until(() -> begun.get() == 1);
        String heartbeat = "SELECT count(*) FROM tf_scheduled_tasks WHERE last_heartbeat > '%s'";
        long picked = rows.number("SELECT version FROM tf_scheduled_tasks");

        for (int beats = 0; beats < 6; beats++) {
            String last = rows.text("SELECT last_heartbeat::text FROM tf_scheduled_tasks");
            await().until(() -> rows.number(heartbeat.formatted(last)) == 1);
        }

        assertThat(begun).hasValue(1);
        assertThat(rows.number("SELECT version FROM tf_scheduled_tasks")).isEqualTo(picked);
        end.countDown();
        await().untilAsserted(() -> assertThat(queued()).isZero());
    }

    @Test
    void closing_a_worker_waits_for_the_runs_under_way_and_takes_no_more() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        RunQueue queue = queue();
        Working worker = working(queue.work(
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
        assertThat(queued()).isOne();
    }

    @Test
    void closing_a_worker_is_over_at_once_for_a_thread_that_is_interrupted() {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        RunQueue queue = queue();
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

    @Test
    void a_worker_that_works_on_no_run_at_once_is_refused() {
        RunQueue queue = queue();

        assertThatThrownBy(() -> queue.work(run -> {}, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atOnce");
    }

    /** Whether it came, rather than an interrupt. */
    private static boolean awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
