package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkersTest {
    private static final String TENANT = "";

    private final Object run = new Object();
    private final InlineThreads thread = new InlineThreads();
    private final Workers workers = Workers.on(thread);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private Runnable does(String what) {
        return () -> done.add(what);
    }

    private static void passed(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Does this as the last part of a work of the run. */
    private void asLastPart(Runnable last) {
        workers.execute(TENANT, () -> workers.handingOn(run, last));
        thread.doAll();
    }

    @Nested
    class What_the_last_part_of_a_work_leads_to {
        @Test
        void is_handed_on_once_and_done_behind_it() {
            asLastPart(() -> {
                assertThat(workers.handsOn(run, TENANT, does("next"))).isTrue();
                assertThat(workers.handsOn(run, TENANT, does("another"))).isFalse();
                done.add("last");
            });

            assertThat(done).containsExactly("last", "next");
        }

        @Test
        void is_done_although_that_part_fails() {
            assertThatThrownBy(() -> asLastPart(() -> {
                        workers.handsOn(run, TENANT, does("next"));
                        throw new IllegalStateException("on purpose");
                    }))
                    .hasMessage("on purpose");

            assertThat(done).containsExactly("next");
        }

        @Test
        void is_not_handed_on_where_somebody_waits_for_a_turn() {
            asLastPart(() -> {
                workers.execute("other", does("waiting"));
                assertThat(workers.handsOn(run, TENANT, does("next"))).isFalse();
            });

            assertThat(done).containsExactly("waiting");
        }

        @Test
        void is_not_handed_on_in_another_run() {
            asLastPart(() -> assertThat(workers.handsOn(new Object(), TENANT, does("next")))
                    .isFalse());

            assertThat(done).isEmpty();
        }

        @Test
        void is_handed_on_although_other_workers_were_at_work_on_the_same_thread_meanwhile() {
            asLastPart(() -> {
                InlineThreads inner = new InlineThreads();
                Workers.on(inner).execute(TENANT, does("inner"));
                inner.doAll();
                assertThat(workers.handsOn(run, TENANT, does("next"))).isTrue();
            });

            assertThat(done).containsExactly("inner", "next");
        }
    }

    @Nested
    class A_thread_of_a_pool {
        private final ThreadLocal<String> inherited = new InheritableThreadLocal<>();

        private String seenBy(Workers pool) throws Exception {
            return seenLaterBy(pool).get(30, TimeUnit.SECONDS);
        }

        private CompletableFuture<String> seenLaterBy(Workers pool) {
            CompletableFuture<String> seen = new CompletableFuture<>();
            pool.execute(TENANT, () -> seen.complete(inherited.get() + " " + Thread.interrupted()));
            return seen;
        }

        @Test
        void has_nothing_of_the_thread_that_made_it() throws Exception {
            inherited.set("mine");

            assertThat(seenBy(Workers.pool(1))).isEqualTo("null false");
            assertThat(seenBy(Workers.create(1))).isEqualTo("null false");
        }

        @Test
        void begins_without_an_interrupt_that_another_work_left_behind() throws Exception {
            Workers pool = Workers.pool(1);
            CountDownLatch anotherWaits = new CountDownLatch(1);
            pool.execute(TENANT, () -> {
                passed(anotherWaits);
                Thread.currentThread().interrupt();
            });
            CompletableFuture<String> seen = seenLaterBy(pool);
            anotherWaits.countDown();

            assertThat(seen.get(30, TimeUnit.SECONDS)).isEqualTo("null false");
        }

        @Test
        void makes_room_for_another_when_its_work_fails() throws Exception {
            Workers pool = Workers.pool(1);
            pool.execute(TENANT, () -> {
                throw new IllegalStateException("on purpose");
            });

            assertThat(seenBy(pool)).isEqualTo("null false");
        }
    }

    @Nested
    class Nothing_is_handed_on {
        @Test
        void to_a_thread_that_its_tenant_has_beyond_its_share() throws Exception {
            Workers pool = Workers.pool(4);
            CountDownLatch begun = new CountDownLatch(3);
            CountDownLatch mayEnd = new CountDownLatch(1);
            CompletableFuture<Boolean> handedOn = new CompletableFuture<>();
            pool.execute("greedy", () -> {
                passed(begun);
                pool.handingOn(run, () -> handedOn.complete(pool.handsOn(run, "greedy", does("next"))));
            });
            for (String tenant : List.of("greedy", "greedy", "other")) {
                pool.execute(tenant, () -> {
                    begun.countDown();
                    passed(mayEnd);
                });
            }

            assertThat(handedOn.get(30, TimeUnit.SECONDS)).isFalse();
            mayEnd.countDown();
        }

        @Test
        void outside_of_a_work_and_before_its_last_part() {
            workers.execute(TENANT, () -> {
                assertThat(workers.handsOn(run, TENANT, does("too early"))).isFalse();
                workers.handingOn(run, does("last"));
                assertThat(workers.handsOn(run, TENANT, does("too late"))).isFalse();
            });
            thread.doAll();

            assertThat(workers.handsOn(run, TENANT, does("outside"))).isFalse();
            assertThat(done).containsExactly("last");
        }

        @Test
        void once_the_engine_is_closed() throws Exception {
            ExecutorService threads = Executors.newSingleThreadExecutor();
            Workers closing = Workers.on(threads);
            closing.execute(
                    TENANT,
                    () -> closing.handingOn(run, () -> {
                        closing.shutdown();
                        done.add(String.valueOf(closing.handsOn(run, TENANT, does("next"))));
                    }));
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            assertThat(done).containsExactly("false");
        }
    }
}
