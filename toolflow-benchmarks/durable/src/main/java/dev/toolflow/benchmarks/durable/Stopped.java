package dev.toolflow.benchmarks.durable;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.concurrent.CountDownLatch;

/** A service that answers with the word it was given, and never answers a step of the middle. Thread-safe. */
final class Stopped implements OpenAiToolService {
    private final CountDownLatch reached = new CountDownLatch(1);

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        if (request.stepId().equals("say5")) {
            reached.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ToolCallException.Cancelled("interrupted", CallReceipt.none(), e);
            }
        }
        return new ToolCallResponse(request.input().json(), CallReceipt.none().withUsage(TokenUsage.of(10, 5)));
    }

    /** Waits for the call that is not answered. */
    void awaitMiddle() throws InterruptedException {
        reached.await();
    }
}
