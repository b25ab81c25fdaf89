package dev.toolflow.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that work on the runs of one queue until they are closed. Thread-safe. */
final class MemoryWorkers implements RunQueue.Working {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryWorkers.class);

    private final MemoryRunQueue queue;
    private final Consumer<String> work;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean open = true;

    MemoryWorkers(MemoryRunQueue queue, Consumer<String> work, int atOnce) {
        this.queue = queue;
        this.work = work;
        for (int i = 1; i <= atOnce; i++) {
            Thread thread = new Thread(this::workOn, "toolflow-worker-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    boolean isOpen() {
        return open;
    }

    private void workOn() {
        try {
            for (String id = queue.take(this); id != null; id = queue.take(this)) {
                workOn(id);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOn(String runId) {
        try {
            work.accept(runId);
            queue.done(runId);
        } catch (Throwable e) {
            LOG.warn(
                    "run {}: its work threw {}; it is handed out again after {}",
                    runId,
                    e.getClass().getName(),
                    queue.again(runId));
        } finally {
            forgetInterrupt();
        }
    }

    /** An interrupt while a run was worked on was meant for that run: the next one is not to suffer from it. */
    private static boolean forgetInterrupt() {
        return Thread.interrupted();
    }

    /** Does not wait for the thread that closes, nor beyond an interrupt of it. */
    @Override
    public void close() {
        open = false;
        queue.wakeAll();
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
