package dev.toolflow;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The threads of an engine. They have nothing of the thread that made them, which may be another run's, but the class loader of the
 * one that made the engine.
 */
final class StepThreads {
    /** A step's way to one of these and back takes less time than to a virtual one, and few steps at once need no more. */
    private static final int FEW = 4;

    private static final long IDLE_SECONDS = 10;

    private StepThreads() {}

    static boolean canBeVirtual() {
        return Runtime.version().feature() >= 21;
    }

    /** As many threads of the system's as there is work; the one that was idle last goes on first. */
    static ExecutorService ofTheSystem() {
        return ofTheSystem(Integer.MAX_VALUE, new ThreadPoolExecutor.AbortPolicy());
    }

    /** A few threads of the system's, and a virtual one for each work beyond. */
    static ExecutorService fewOfTheSystemThenVirtual() {
        ExecutorService virtual = virtual();
        return ofTheSystem(FEW, (work, few) -> {
            if (few.isShutdown()) {
                throw new RejectedExecutionException("the engine is closed");
            }
            virtual.execute(work);
        });
    }

    private static ExecutorService ofTheSystem(int most, RejectedExecutionHandler others) {
        return new ThreadPoolExecutor(
                0, most, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("toolflow-step-"), others);
    }

    /** A virtual thread for each work. */
    static ExecutorService virtual() {
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            ThreadFactory made = (ThreadFactory) type.getMethod("factory").invoke(builder);
            ThreadFactory factory = work -> with(classes, made.newThread(work));
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK says it is 21 or later and has no virtual threads", e);
        }
    }

    static ThreadFactory daemons(String prefix) {
        AtomicLong count = new AtomicLong();
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        return work -> {
            Thread thread = new Thread(null, work, prefix + count.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            return with(classes, thread);
        };
    }

    private static Thread with(ClassLoader classes, Thread thread) {
        thread.setContextClassLoader(classes);
        return thread;
    }
}
