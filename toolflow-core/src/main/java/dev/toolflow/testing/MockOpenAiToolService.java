package dev.toolflow.testing;

import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Takes the place of OpenAI in unit tests: answers each tool as it was told, and remembers what it was asked. A call that it
 * was not told how to answer fails at once. Thread-safe.
 *
 * <pre>{@code
 * var mock = MockOpenAiToolService.create();
 * mock.on(PALETTE).reply(twoEqualColours, fourColours);
 * mock.on(COPY).answer(request -> new Copy("Calm in a cup"));
 * mock.on(HERO).image(64, 64);
 *
 * var result = ToolFlowEngine.create(mock).run(BRAND_KIT, brief);
 *
 * assertThat(mock.requests(PALETTE)).hasSize(2);
 * }</pre>
 */
public final class MockOpenAiToolService implements OpenAiToolService {
    private final Map<String, MockScript<?>> scripts = new ConcurrentHashMap<>();
    private final List<ToolCallRequest> requests = new CopyOnWriteArrayList<>();

    private MockOpenAiToolService() {}

    /** A mock that was told nothing yet. */
    public static MockOpenAiToolService create() {
        return new MockOpenAiToolService();
    }

    /** The script of a definition's tool: what was told before goes on. */
    @SuppressWarnings("unchecked")
    public <O> MockScript<O> on(StepDefinition<?, O> definition) {
        return (MockScript<O>)
                scripts.computeIfAbsent(definition.name(), name -> new MockScript<>(name, definition.outputType()));
    }

    /** Every request so far, in the order in which they came in. */
    public List<ToolCallRequest> requests() {
        return List.copyOf(requests);
    }

    /** Every request of a definition's tool so far, in the order in which they came in. */
    public List<ToolCallRequest> requests(StepDefinition<?, ?> definition) {
        return requests.stream()
                .filter(request -> request.tool().name().equals(definition.name()))
                .toList();
    }

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        requests.add(request);
        String tool = request.tool().name();
        MockScript<?> script = scripts.get(tool);
        if (script == null) {
            throw new UnscriptedCallException(tool, requestsOf(tool));
        }
        return script.next(request, context);
    }

    private int requestsOf(String tool) {
        return (int) requests.stream()
                .filter(request -> request.tool().name().equals(tool))
                .count();
    }

    @Override
    public String toString() {
        return "MockOpenAiToolService[tools=" + scripts.keySet() + ", requests=" + requests.size() + "]";
    }
}
