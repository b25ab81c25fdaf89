package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class StepThreadsTest {
    private static final ThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

    /** A thread of the executor, as long as it is wanted. */
    private static final class Held {
        private final CompletableFuture<Thread> thread = new CompletableFuture<>();
        private final CompletableFuture<String> inherited = new CompletableFuture<>();
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        static Held by(ExecutorService threads) {
            Held held = new Held();
            threads.execute(held::hold);
            return held;
        }

        private void hold() {
            inherited.complete(String.valueOf(INHERITED.get()));
            thread.complete(Thread.currentThread());
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        Thread thread() {
            return thread.orTimeout(30, TimeUnit.SECONDS).join();
        }

        boolean isOfTheSystem() {
            return thread().getName().startsWith("toolflow-step-");
        }

        void endAndAwaitIdle() {
            mayEnd.countDown();
            await().until(() -> thread().getState() == Thread.State.TIMED_WAITING);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void the_first_four_at_once_are_the_systems_and_all_beyond_are_virtual() {
        INHERITED.set("mine");
        ExecutorService threads = StepThreads.fewOfTheSystemThenVirtual();
        List<Held> held = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            held.add(Held.by(threads));
        }

        assertThat(held.stream().map(Held::isOfTheSystem)).containsExactly(true, true, true, true, false, false);
        assertThat(held.stream().map(each -> each.thread().getClass().getSimpleName()))
                .containsExactly("Thread", "Thread", "Thread", "Thread", "VirtualThread", "VirtualThread");
        assertThat(held.stream().map(each -> each.inherited.join())).containsOnly("null");
        held.forEach(each -> each.mayEnd.countDown());
        INHERITED.remove();
    }

    @Test
    void the_one_that_was_idle_last_goes_on_first() {
        ExecutorService threads = StepThreads.ofTheSystem();
        Held first = Held.by(threads);
        Held second = Held.by(threads);
        first.endAndAwaitIdle();
        second.endAndAwaitIdle();

        Held third = Held.by(threads);

        assertThat(third.thread()).isSameAs(second.thread()).isNotSameAs(first.thread());
        third.mayEnd.countDown();
    }
}
