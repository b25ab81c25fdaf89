package dev.toolflow;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The threads that steps run on. All are daemons: a program that ends {@code main} exits. */
final class Workers {
    private static final long IDLE_SECONDS = 10;

    private Workers() {}

    /**
     * A virtual thread per step where the JDK has them (21 and later), else a pool as large as the calls in flight. Its queue
     * is bounded by the runs that the engine admits.
     */
    static ExecutorService create(int callsInFlight) {
        return Runtime.version().feature() >= 21 ? virtual() : pool(callsInFlight);
    }

    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("this JDK says it is 21 or later and has no virtual threads", e);
        }
    }

    private static ExecutorService pool(int size) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("toolflow-step-"));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static ThreadFactory daemons(String prefix) {
        AtomicLong count = new AtomicLong();
        return work -> {
            Thread thread = new Thread(work, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
