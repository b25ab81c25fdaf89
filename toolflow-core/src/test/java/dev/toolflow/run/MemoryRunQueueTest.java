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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
@SuppressWarnings("try") // what works is only closed
class MemoryRunQueueTest {
    private static final Duration NEVER_IN_THIS_TEST = Duration.ofDays(1);

    private final Queue<String> worked = new ConcurrentLinkedQueue<>();
    private final RunQueue queue = new MemoryRunQueue(Duration.ofMillis(1));

    private void awaitWorked(String... ids) {
        await().untilAsserted(() -> assertThat(worked).containsExactly(ids));
    }

    private static void acquire(Semaphore semaphore) {
        semaphore.acquireUninterruptibly();
    }

    @Nested
    class A_run_that_is_submitted {
        @Test
        void is_worked_on_in_its_turn() {
            queue.submit("a");
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("b");
                queue.submit("c");
                awaitWorked("a", "b", "c");
            }
        }

        @Test
        void is_worked_on_once_although_it_was_submitted_twice() {
            queue.submit("a");
            queue.submit("b");
            queue.submit("a");
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("c");
                awaitWorked("a", "b", "c");
            }
        }

        @Test
        void is_worked_on_again_when_it_is_submitted_again_afterwards() {
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("a");
                awaitWorked("a");
                queue.submit("a");
                awaitWorked("a", "a");
            }
        }

        @Test
        void while_it_is_worked_on_is_worked_on_once_more_but_never_at_the_same_time() {
            Semaphore goOn = new Semaphore(0);
            AtomicInteger atOnce = new AtomicInteger();
            AtomicBoolean overlapped = new AtomicBoolean();
            RunQueue.Working working = queue.work(
                    id -> {
                        worked.add(id);
                        if (id.equals("a")) {
                            overlapped.compareAndSet(false, atOnce.incrementAndGet() > 1);
                            acquire(goOn);
                            atOnce.decrementAndGet();
                        }
                    },
                    4);
            queue.submit("a");
            awaitWorked("a");
            queue.submit("a");
            queue.submit("b");
            awaitWorked("a", "b");
            goOn.release();
            awaitWorked("a", "b", "a");
            goOn.release();
            working.close();

            assertThat(overlapped).isFalse();
        }

        @Test
        void is_worked_on_by_one_of_several_workers() {
            List<String> ids = IntStream.range(0, 500).mapToObj(i -> "run-" + i).toList();
            try (RunQueue.Working one = queue.work(worked::add, 3);
                    RunQueue.Working other = queue.work(worked::add, 3)) {
                ids.forEach(queue::submit);
                await().until(() -> worked.size() >= ids.size());
            }

            assertThat(worked).containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Nested
    class A_run_whose_work_throws {
        @Test
        void is_handed_out_again() {
            try (RunQueue.Working working = queue.work(
                    id -> {
                        worked.add(id);
                        if (worked.size() < 4) {
                            throw new RunStoreException("the store is away", null);
                        }
                    },
                    1)) {
                queue.submit("a");
                awaitWorked("a", "a", "a", "a");
            }
        }

        @Test
        void waits_for_that_and_keeps_no_other_waiting() {
            RunQueue patient = new MemoryRunQueue(NEVER_IN_THIS_TEST);
            try (RunQueue.Working working = patient.work(
                    id -> {
                        worked.add(id);
                        if (id.equals("bad")) {
                            throw new AssertionError("cannot be done");
                        }
                    },
                    1)) {
                patient.submit("bad");
                patient.submit("b");
                patient.submit("c");
                awaitWorked("bad", "b", "c");
                patient.submit("bad");
                patient.submit("d");
                awaitWorked("bad", "b", "c", "d");
            }
        }

        @Test
        void waits_twice_as_long_each_time_up_to_half_a_minute() {
            MemoryRunQueue paused = new MemoryRunQueue(Duration.ofMillis(200));

            assertThat(IntStream.range(0, 100).mapToObj(i -> paused.again("a")))
                    .startsWith(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800))
                    .contains(Duration.ofSeconds(30))
                    .allMatch(pause -> pause.compareTo(Duration.ofSeconds(30)) <= 0);
            paused.done("a");
            assertThat(paused.again("a")).isEqualTo(Duration.ofMillis(200));
        }

        @Test
        void takes_no_worker_along_when_it_was_interrupted() {
            try (RunQueue.Working working = queue.work(
                    id -> {
                        worked.add(id);
                        if (id.equals("a") && worked.size() == 1) {
                            Thread.currentThread().interrupt();
                            throw new RunStoreException("interrupted", null);
                        }
                    },
                    1)) {
                queue.submit("a");
                awaitWorked("a", "a");
            }
        }
    }

    @Nested
    class A_worker {
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
                        acquire(goOn);
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
                awaitWorked("a", "b");
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
                        acquire(made);
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
                        acquire(goOn);
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

    @Test
    void a_store_in_the_heap_has_one_queue() {
        try (RunStore store = RunStore.memory()) {
            assertThat(store.queue()).isPresent().isEqualTo(store.queue());
        }
    }
}
