package dev.toolflow.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunQueue.Working;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The queue of one database, opened by several processes. */
final class QueuesOfProcesses {
    final Rows rows;
    private final HikariDataSource database;
    private final List<AutoCloseable> opened = new ArrayList<>();

    /** Takes every run out that is left there. */
    QueuesOfProcesses(HikariDataSource database) {
        this.database = database;
        rows = new Rows(database);
        rows.clear();
    }

    /** That of one more process. */
    RunQueue queue() {
        return queue(Duration.ofSeconds(2));
    }

    RunQueue queue(Duration lease) {
        JdbcRunStore store = JdbcRunStore.builder(database).leaseTime(lease).build();
        opened.add(store);
        return store.queue().orElseThrow();
    }

    Working working(Working worker) {
        opened.add(worker);
        return worker;
    }

    long queued() {
        return rows.number("SELECT count(*) FROM tf_scheduled_tasks");
    }

    /** Whether it came, rather than an interrupt. */
    static boolean awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }
}
