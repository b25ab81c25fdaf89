package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // what works is only closed
class WorkerOfAQueueTest {
    private final Queue<String> worked = new ConcurrentLinkedQueue<>();
    private final RunQueue queue = new MemoryRunQueue(Duration.ofMillis(1));

    @Test
    void works_on_as_many_runs_at_once_as_it_may() throws Exception {
        CyclicBarrier all = new CyclicBarrier(4);
        try (RunQueue.Working working = queue.work(
                id -> {
                    try {
                        all.await(20, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                3)) {
            List.of("a", "b", "c").forEach(queue::submit);
            all.await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void that_is_closed_finishes_what_is_under_way_and_takes_no_more() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        RunQueue.Working working = queue.work(
                id -> {
                    begun.countDown();
                    goOn.acquireUninterruptibly();
                    worked.add(id);
                },
                1);
        queue.submit("a");
        queue.submit("b");
        begun.await();
        Thread closing = new Thread(working::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.WAITING);
        assertThat(worked).isEmpty();
        goOn.release(2);
        closing.join();
        assertThat(worked).containsExactly("a");

        try (RunQueue.Working next = queue.work(worked::add, 1)) {
            await().untilAsserted(() -> assertThat(worked).containsExactly("a", "b"));
        }
    }

    @Test
    void that_is_idle_is_closed_at_once_and_twice() {
        RunQueue.Working working = queue.work(worked::add, 2);
        working.close();
        working.close();
        queue.submit("a");

        assertThat(worked).isEmpty();
    }

    @Test
    void may_close_itself() {
        CountDownLatch closed = new CountDownLatch(1);
        RunQueue.Working[] working = new RunQueue.Working[1];
        Semaphore made = new Semaphore(0);
        working[0] = queue.work(
                id -> {
                    made.acquireUninterruptibly();
                    working[0].close();
                    closed.countDown();
                },
                1);
        made.release();
        queue.submit("a");

        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void whose_closing_is_interrupted_leaves_the_run_under_way_and_the_flag_set() throws Exception {
        Semaphore goOn = new Semaphore(0);
        CountDownLatch begun = new CountDownLatch(1);
        RunQueue.Working working = queue.work(
                id -> {
                    begun.countDown();
                    goOn.acquireUninterruptibly();
                },
                1);
        queue.submit("a");
        begun.await();
        Thread.currentThread().interrupt();
        working.close();

        assertThat(Thread.interrupted()).isTrue();
        goOn.release();
    }

    @Test
    void has_at_least_one_thread() {
        assertThatThrownBy(() -> queue.work(worked::add, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atOnce");
    }
}
