package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
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

    @Nested
    class A_run_that_is_submitted {
        @Test
        void is_worked_on_in_its_turn() {
            queue.submit("a");
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("b");
                queue.submit("c");
                await().untilAsserted(() -> assertThat(worked).containsExactly("a", "b", "c"));
            }
        }

        @Test
        void is_worked_on_once_although_it_was_submitted_twice() {
            queue.submit("a");
            queue.submit("b");
            queue.submit("a");
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("c");
                await().untilAsserted(() -> assertThat(worked).containsExactly("a", "b", "c"));
            }
        }

        @Test
        void is_worked_on_again_when_it_is_submitted_again_afterwards() {
            try (RunQueue.Working working = queue.work(worked::add, 1)) {
                queue.submit("a");
                await().untilAsserted(() -> assertThat(worked).containsExactly("a"));
                queue.submit("a");
                await().untilAsserted(() -> assertThat(worked).containsExactly("a", "a"));
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
                            goOn.acquireUninterruptibly();
                            atOnce.decrementAndGet();
                        }
                    },
                    4);
            queue.submit("a");
            await().untilAsserted(() -> assertThat(worked).containsExactly("a"));
            queue.submit("a");
            queue.submit("b");
            await().untilAsserted(() -> assertThat(worked).containsExactly("a", "b"));
            goOn.release();
            await().untilAsserted(() -> assertThat(worked).containsExactly("a", "b", "a"));
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
                await().untilAsserted(() -> assertThat(worked).containsExactly("a", "a", "a", "a"));
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
                await().untilAsserted(() -> assertThat(worked).containsExactly("bad", "b", "c"));
                patient.submit("bad");
                patient.submit("d");
                await().untilAsserted(() -> assertThat(worked).containsExactly("bad", "b", "c", "d"));
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
                await().untilAsserted(() -> assertThat(worked).containsExactly("a", "a"));
            }
        }
    }

    @Test
    void a_store_in_the_heap_has_one_queue() {
        try (RunStore store = RunStore.memory()) {
            assertThat(store.queue()).isPresent().isEqualTo(store.queue());
        }
    }
}
