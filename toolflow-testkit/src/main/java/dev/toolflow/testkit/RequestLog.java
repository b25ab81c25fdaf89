package dev.toolflow.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The latest requests and how many there were in all. Thread-safe. */
final class RequestLog {

    private final int most;
    private final Deque<RecordedRequest> requests = new ArrayDeque<>();
    private final Map<Endpoint, Integer> counts = new EnumMap<>(Endpoint.class);
    private int total;

    RequestLog(int most) {
        this.most = most;
    }

    synchronized void add(RecordedRequest request) {
        requests.addLast(request);
        if (requests.size() > most) {
            requests.removeFirst();
        }
        total++;
        request.endpoint().ifPresent(endpoint -> counts.merge(endpoint, 1, Integer::sum));
        notifyAll();
    }

    synchronized void wake() {
        notifyAll();
    }

    synchronized List<RecordedRequest> all() {
        return List.copyOf(requests);
    }

    synchronized int count(Endpoint endpoint) {
        return counts.getOrDefault(endpoint, 0);
    }

    synchronized int total() {
        return total;
    }

    /** Waits until {@code condition} holds, which is asked again after every request; false after {@code longest}. */
    synchronized boolean await(BooleanSupplier condition, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
