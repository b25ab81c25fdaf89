package dev.toolflow.benchmarks.durable;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.concurrent.CompletableFuture;

/** A service that notes when it is first called. Thread-safe. */
final class GoingOn implements OpenAiToolService {
    private final OpenAiToolService echo = new Echo(1);
    private final CompletableFuture<Long> firstCall = new CompletableFuture<>();

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        firstCall.complete(System.nanoTime());
        return echo.executeToolCall(request, context);
    }

    boolean isCalled() {
        return firstCall.isDone();
    }

    /** Waits for the first call and tells when it was, as {@link System#nanoTime()} counts. */
    long firstCall() {
        return firstCall.join();
    }
}
