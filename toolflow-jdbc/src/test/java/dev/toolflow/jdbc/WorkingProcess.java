package dev.toolflow.jdbc;

import dev.toolflow.run.RunQueue;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Works on queued runs, says which, and never gets done with one. */
final class WorkingProcess {
    private WorkingProcess() {}

    /** The store's address. */
    public static void main(String[] arguments) throws InterruptedException {
        JdbcRunStoreBuilder options = new JdbcRunStoreBuilder(given -> PostgresPool.open(arguments[0], given));
        CountDownLatch never = new CountDownLatch(1);
        try (JdbcRunStore store = options.leaseTime(Duration.ofSeconds(2)).build();
                RunQueue.Working worker = store.queue().orElseThrow().work(run -> work(run, never), 1)) {
            System.out.println(worker == null ? "none" : "ready");
            never.await();
        }
    }

    private static void work(String run, CountDownLatch never) {
        System.out.println(run);
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
