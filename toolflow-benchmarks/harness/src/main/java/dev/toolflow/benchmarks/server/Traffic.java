package dev.toolflow.benchmarks.server;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the chat requests, and the connections that they came by. Thread-safe. */
final class Traffic {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /** @param first whether its connection had none before */
    void request(boolean first) {
        requests.incrementAndGet();
        if (first) {
            connections.incrementAndGet();
        }
    }

    /** Connections and requests, with a space between. */
    @Override
    public String toString() {
        return connections + " " + requests;
    }
}
