package dev.toolflow.benchmarks.durable;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.benchmarks.contender.Meter;
import dev.toolflow.benchmarks.contender.Row;
import dev.toolflow.run.RunStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Flows of ten steps, one after the other, of which so many are under way at any time.
 *
 * @param flows in all
 * @param atOnce under way, each waited for by a thread of its own
 */
record Load(int flows, int atOnce) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Runs them all and tells what a step took. */
    Row on(String subject, @Nullable RunStore store) {
        Echo service = new Echo(flows);
        EngineBuilder builder = ToolFlowEngine.builder(service);
        if (store != null) {
            builder.store(store);
        }
        try (ToolFlowEngine engine = builder.build()) {
            Meter meter = new Meter();
            runAll(engine);
            Meter.Reading took = meter.read();
            double steps = (double) flows * Word.STEPS;
            return new Row(
                    subject,
                    atOnce,
                    steps / (took.nanos() / NANOS_PER_SECOND),
                    service.milliseconds(0.5),
                    service.milliseconds(0.99),
                    took.cpuNanos() / steps / 1e3,
                    took.allocatedBytes() / steps);
        }
    }

    private void runAll(ToolFlowEngine engine) {
        AtomicInteger next = new AtomicInteger();
        ExecutorService callers = Executors.newFixedThreadPool(atOnce);
        try {
            CompletableFuture.allOf(IntStream.range(0, atOnce)
                            .mapToObj(caller -> CompletableFuture.runAsync(() -> runSome(engine, next), callers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            callers.shutdown();
        }
    }

    private void runSome(ToolFlowEngine engine, AtomicInteger next) {
        for (int flow = next.getAndIncrement(); flow < flows; flow = next.getAndIncrement()) {
            Word word = new Word(String.valueOf(flow));
            ToolFlowResult<Word> result = engine.run(Word.FLOW, word);
            if (result.status() != RunStatus.COMPLETED || !result.output().equals(word)) {
                throw new IllegalStateException(
                        "a flow did not complete: " + result.status(),
                        result.error().orElse(null));
            }
        }
    }
}
