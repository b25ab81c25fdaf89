package dev.toolflow.benchmarks.durable;

import dev.toolflow.benchmarks.contender.Row;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A service that answers at once with the word it was given, the number of its flow. It notes how long it takes from one call
 * of a flow to the next: what came of the first is judged, and with a store all of it is written, and so is that the next
 * one is about to be made. Thread-safe.
 */
final class Echo implements OpenAiToolService {
    private static final TokenUsage USAGE = TokenUsage.of(10, 5);

    private final AtomicLongArray lastCall;
    private final AtomicLongArray gaps;
    private final AtomicInteger count = new AtomicInteger();

    Echo(int flows) {
        lastCall = new AtomicLongArray(flows);
        gaps = new AtomicLongArray(flows * (Word.STEPS - 1));
    }

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        Word word = (Word) request.input().value();
        long now = System.nanoTime();
        long before = lastCall.getAndSet(Integer.parseInt(word.text()), now);
        if (before != 0) {
            gaps.set(count.getAndIncrement(), now - before);
        }
        return new ToolCallResponse(request.input().json(), CallReceipt.none().withUsage(USAGE));
    }

    /** How long steps took at most, in milliseconds, but for this part of them. */
    double milliseconds(double quantile) {
        long[] sorted = new long[count.get()];
        Arrays.setAll(sorted, gaps::get);
        Arrays.sort(sorted);
        return Row.quantile(sorted, quantile);
    }
}
