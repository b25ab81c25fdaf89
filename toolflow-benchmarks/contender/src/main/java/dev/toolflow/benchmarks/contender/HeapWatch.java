package dev.toolflow.benchmarks.contender;

import java.util.concurrent.atomic.AtomicLong;

/** Collects garbage again and again, and keeps the most that was reachable. It slows everything down. */
final class HeapWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 30;

    private final AtomicLong most = new AtomicLong();
    private final Thread watching = new Thread(this::watch, "heap-watch");

    HeapWatch() {
        watching.setDaemon(true);
        watching.start();
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                most.accumulateAndGet(Meter.liveHeap(), Math::max);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The most that was reachable, in bytes. */
    long most() {
        return most.get();
    }

    @Override
    public void close() {
        watching.interrupt();
    }
}
