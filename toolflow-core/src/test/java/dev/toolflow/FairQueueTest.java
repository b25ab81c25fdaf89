package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (String next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    @Nested
    class Those_who_wait {
        @Test
        void take_turns_by_tenant_and_come_in_order_within_one() {
            List.of("a1", "a2", "a3", "a4").forEach(one -> queue.add("a", one));
            List.of("b1", "b2").forEach(one -> queue.add("b", one));
            queue.add("c", "c1");

            assertThat(all()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "a4");
            assertThat(queue.isEmpty()).isTrue();
        }

        @Test
        void come_behind_the_others_when_their_tenant_comes_again() {
            queue.add("a", "a1");
            queue.add("b", "b1");
            assertThat(queue.poll()).isEqualTo("a1");
            queue.add("a", "a2");

            assertThat(all()).containsExactly("b1", "a2");
        }

        @Test
        void keep_their_turn_when_they_are_passed_over() {
            List.of("a1", "a2").forEach(one -> queue.add("a", one));
            List.of("b1", "b2").forEach(one -> queue.add("b", one));

            assertThat(queue.poll(tenant -> tenant.equals("b"))).isEqualTo("b1");
            assertThat(queue.poll(tenant -> tenant.equals("c"))).isNull();

            assertThat(all()).containsExactly("a1", "b2", "a2");
        }

        @Test
        void leave_nothing_behind_when_they_go() {
            queue.add("a", "a1");
            queue.add("b", "b1");

            assertThat(queue.remove("a", "a1")).isTrue();
            assertThat(queue.remove("a", "a1")).isFalse();
            assertThat(queue.peek()).isEqualTo("b1");
            assertThat(all()).containsExactly("b1");
        }
    }

    @Nested
    class Work_before_a_pool_of_threads {
        @Test
        void is_done_by_tenants_in_turn_and_forgotten_when_it_is_taken_back() throws Exception {
            Workers workers = Workers.pool(1);
            CountDownLatch begun = new CountDownLatch(1);
            CountDownLatch mayEnd = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            List<String> order = new ArrayList<>();
            workers.execute("a", () -> {
                begun.countDown();
                awaitUninterrupted(mayEnd);
            });
            begun.await();
            List.of("a1", "a2", "a3").forEach(one -> workers.execute("a", () -> order.add(one)));
            Runnable takeBack = workers.execute("b", () -> order.add("b0"));
            workers.execute("b", () -> order.add("b1"));
            workers.execute("z", done::countDown);
            takeBack.run();

            mayEnd.countDown();
            done.await();
            CountDownLatch last = new CountDownLatch(1);
            workers.execute("a", last::countDown);
            last.await();
            workers.shutdown();

            assertThat(order).containsExactly("a1", "b1", "a2", "a3");
        }

        private void awaitUninterrupted(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
