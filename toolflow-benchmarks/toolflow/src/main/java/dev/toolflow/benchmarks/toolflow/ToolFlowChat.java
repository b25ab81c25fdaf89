package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.FlowRun;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.openai.DefaultOpenAiToolService;
import java.util.List;

/** A whole run of the engine for each step or flow; a crowd is started and then waited for, from one thread. */
public final class ToolFlowChat implements ChatClient {
    private static final int AT_ONCE = 512;

    private final ToolFlowEngine engine;

    private ToolFlowChat(String baseUrl) {
        DefaultOpenAiToolService service = DefaultOpenAiToolService.builder()
                .baseUrl(baseUrl)
                .callsInFlight(AT_ONCE)
                .build();
        engine = ToolFlowEngine.builder(service)
                .callsInFlight(AT_ONCE)
                .runsAdmitted(AT_ONCE)
                .build();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, ToolFlowChat::new);
    }

    @Override
    public Object step(Order order) {
        return engine.run(AdvertFlow.ONE_STEP, order).output();
    }

    @Override
    public Object flow(Order order) {
        return engine.run(AdvertFlow.THREE_STEPS, order).output();
    }

    @Override
    public List<Object> crowd(List<Order> orders) {
        List<? extends FlowRun<?>> runs = orders.stream()
                .map(order -> engine.start(AdvertFlow.THREE_STEPS, order))
                .toList();
        return runs.stream().<Object>map(run -> run.result().join().output()).toList();
    }
}
