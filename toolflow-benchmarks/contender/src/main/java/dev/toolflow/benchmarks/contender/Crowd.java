package dev.toolflow.benchmarks.contender;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Flows of three steps, so many of them under way at any time, each waited for by a thread of its own.
 *
 * @param flows in all
 * @param atOnce under way
 */
public record Crowd(int flows, int atOnce) {
    private static final int STEPS = 3;

    /**
     * Runs them all.
     *
     * @param flow is given a word and must answer with it, after three steps
     * @return steps per second, and how long a whole flow took
     */
    public Row measured(String subject, UnaryOperator<String> flow) {
        long[] nanos = new long[flows];
        Meter meter = new Meter();
        runAll(number -> {
            long began = System.nanoTime();
            String word = "word " + number;
            if (!flow.apply(word).equals(word)) {
                throw new IllegalStateException(subject + ": a flow lost its word");
            }
            nanos[number] = System.nanoTime() - began;
        });
        Meter.Reading took = meter.read();
        Arrays.sort(nanos);
        double steps = (double) flows * STEPS;
        return new Row(
                subject,
                atOnce,
                steps / (took.nanos() / 1e9),
                Row.quantile(nanos, 0.5),
                Row.quantile(nanos, 0.99),
                took.cpuNanos() / steps / 1e3,
                took.allocatedBytes() / steps);
    }

    private void runAll(IntConsumer one) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(atOnce);
        try {
            CompletableFuture.allOf(IntStream.range(0, atOnce)
                            .mapToObj(caller -> CompletableFuture.runAsync(() -> runSome(one, next), callers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            callers.shutdown();
        }
    }

    private void runSome(IntConsumer one, AtomicInteger next) {
        for (int flow = next.getAndIncrement(); flow < flows; flow = next.getAndIncrement()) {
            one.accept(flow);
        }
    }
}
