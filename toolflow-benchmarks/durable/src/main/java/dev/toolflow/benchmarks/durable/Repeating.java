package dev.toolflow.benchmarks.durable;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;

/** A service that answers at once with the word it was given. Thread-safe. */
final class Repeating implements OpenAiToolService {
    private static final TokenUsage USAGE = TokenUsage.of(10, 5);

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        return new ToolCallResponse(request.input().json(), CallReceipt.none().withUsage(USAGE));
    }
}
