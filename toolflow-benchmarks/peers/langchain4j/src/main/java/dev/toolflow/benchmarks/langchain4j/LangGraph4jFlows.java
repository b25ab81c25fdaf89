package dev.toolflow.benchmarks.langchain4j;

import static org.bsc.langgraph4j.action.AsyncNodeAction.node_async;

import dev.langchain4j.service.AiServices;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import java.util.Map;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.state.AgentState;

/** A graph of three nodes, as LangGraph4j's documentation has it; each node calls an AI service of LangChain4j. */
public final class LangGraph4jFlows implements ChatClient {
    private final Steps steps;
    private final CompiledGraph<AgentState> graph;

    private LangGraph4jFlows(String baseUrl) throws GraphStateException {
        this.steps = AiServices.create(Steps.class, Models.open(baseUrl));
        this.graph = new StateGraph<>(AgentState::new)
                .addNode("plan", node_async(state -> Map.of("brief", steps.brief(value(state, "order", Order.class)))))
                .addNode(
                        "colour",
                        node_async(state -> Map.of("palette", steps.palette(value(state, "brief", Brief.class)))))
                .addNode(
                        "write",
                        node_async(state -> Map.of("advert", steps.advert(value(state, "palette", Palette.class)))))
                .addEdge(StateGraph.START, "plan")
                .addEdge("plan", "colour")
                .addEdge("colour", "write")
                .addEdge("write", StateGraph.END)
                .compile();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, LangGraph4jFlows::new);
    }

    private static <T> T value(AgentState state, String key, Class<T> type) {
        return type.cast(state.value(key).orElseThrow());
    }

    @Override
    public Object step(Order order) {
        return steps.brief(order);
    }

    @Override
    public Object flow(Order order) throws Exception {
        return graph.invoke(Map.of("order", order)).orElseThrow().value("advert").orElseThrow();
    }
}
