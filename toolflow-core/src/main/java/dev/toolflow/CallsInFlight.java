package dev.toolflow;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.concurrent.Semaphore;

/** The service behind a gate that lets only so many calls be in flight at once. Thread-safe. */
final class CallsInFlight {
    private final OpenAiToolService service;
    private final Semaphore permits;

    CallsInFlight(OpenAiToolService service, int most) {
        this.service = service;
        this.permits = new Semaphore(most);
    }

    ToolCallResponse call(ToolCallRequest request, CallContext context) throws InterruptedException {
        permits.acquire();
        try {
            return service.executeToolCall(request, context);
        } finally {
            permits.release();
        }
    }
}
