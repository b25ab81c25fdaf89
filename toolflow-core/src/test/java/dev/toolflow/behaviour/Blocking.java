package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.concurrent.atomic.AtomicInteger;

/** Is in a call until the call is cancelled, as a socket is that is closed. */
final class Blocking implements OpenAiToolService {
    final Gate called = new Gate();
    final AtomicInteger calls = new AtomicInteger();

    boolean isCalled() {
        return calls.get() > 0;
    }

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        calls.incrementAndGet();
        Gate closed = new Gate();
        CallContext.Registration registration = context.onCancel(closed::open);
        called.open();
        closed.passUninterrupted();
        registration.close();
        assertThat(context.isCancelled()).isTrue();
        throw new ToolCallException.Cancelled("socket closed", CallReceipt.unreported(null, null), null);
    }
}
