package dev.toolflow.testing;

import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Takes the place of OpenAI in unit tests: answers each definition's calls as it was told, and remembers what it was asked.
 * Definitions are told apart by identity, so two of one name, such as two of {@code generate_image}, have a script each. A
 * call that it was not told how to answer fails at once, and the run with it, whatever policies say. Thread-safe.
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
    private final Map<ToolSpec, MockScript<?>> scripts = new ConcurrentHashMap<>();
    private final List<ToolCallRequest> requests = new CopyOnWriteArrayList<>();

    private MockOpenAiToolService() {}

    /** A mock that was told nothing yet. */
    public static MockOpenAiToolService create() {
        return new MockOpenAiToolService();
    }

    /**
     * The script of a definition: what was told before goes on. It answers the edits that repair the definition's pictures
     * too, one reply after the other.
     *
     * @throws IllegalArgumentException for a local step, which calls no model
     */
    @SuppressWarnings("unchecked")
    public <O> MockScript<O> on(StepDefinition<?, O> definition) {
        MockScript<?> script = scripts.computeIfAbsent(
                toolOf(definition), tool -> new MockScript<>(tool.name(), definition.outputType()));
        definition.repairTool().ifPresent(tool -> scripts.putIfAbsent(tool, script));
        return (MockScript<O>) script;
    }

    /** Every request so far, in the order in which they came in. */
    public List<ToolCallRequest> requests() {
        return List.copyOf(requests);
    }

    /**
     * Every request of a definition so far, repairs too, in the order in which they came in.
     *
     * @throws IllegalArgumentException for a local step, which makes no request
     */
    public List<ToolCallRequest> requests(StepDefinition<?, ?> definition) {
        Set<ToolSpec> tools = Stream.concat(Stream.of(toolOf(definition)), definition.repairTool().stream())
                .collect(Collectors.toSet());
        return requests.stream()
                .filter(request -> tools.contains(request.tool()))
                .toList();
    }

    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        requests.add(request);
        MockScript<?> script = scripts.get(request.tool());
        if (script == null) {
            throw unscripted(request.tool());
        }
        return script.next(request, context);
    }

    private UnscriptedCallException unscripted(ToolSpec tool) {
        int call = (int)
                requests.stream().filter(request -> request.tool() == tool).count();
        return scripts.keySet().stream().anyMatch(other -> other.name().equals(tool.name()))
                ? UnscriptedCallException.ofNamesake(tool.name(), call)
                : new UnscriptedCallException(tool.name(), call);
    }

    private static ToolSpec toolOf(StepDefinition<?, ?> definition) {
        return definition
                .tool()
                .orElseThrow(() -> new IllegalArgumentException("step '" + definition.name()
                        + "': a local step calls no model, its function runs as it is; "
                        + "script the steps before it, or assert on its result"));
    }

    @Override
    public String toString() {
        return "MockOpenAiToolService[tools="
                + scripts.keySet().stream().map(ToolSpec::name).sorted().toList() + ", requests=" + requests.size()
                + "]";
    }
}
