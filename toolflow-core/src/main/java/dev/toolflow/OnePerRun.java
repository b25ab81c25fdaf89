package dev.toolflow;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Of several threads that begin one run at once, each begins it when those before it have: it finds what they began. Thread-safe. */
final class OnePerRun {
    private final Map<String, CompletableFuture<Void>> atWork = new ConcurrentHashMap<>();

    <T> T alone(String runId, Supplier<T> work) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> other = atWork.putIfAbsent(runId, mine);
        while (other != null) {
            other.join();
            other = atWork.putIfAbsent(runId, mine);
        }
        try {
            return work.get();
        } finally {
            atWork.remove(runId, mine);
            mine.complete(null);
        }
    }
}
