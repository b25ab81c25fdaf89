package dev.toolflow.benchmarks.toolflow;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The engine without a network: the replies lie ready, and what is left is what the engine itself takes, the reading and the
 * validation of each answer included. For one call at a time.
 */
public final class EngineAlone implements ChatClient {
    private static final CallReceipt RECEIPT = CallReceipt.none().withUsage(TokenUsage.of(182, 64));

    private final Map<Order, Replies> prepared = new HashMap<>();
    private volatile Replies current = Replies.of("0");
    private final ToolFlowEngine engine = ToolFlowEngine.create((request, context) -> current.to(request));

    private EngineAlone() {}

    /** What is answered to the steps of one flow. */
    private record Replies(ToolCallResponse brief, ToolCallResponse palette, ToolCallResponse advert) {

        static Replies of(String number) {
            return new Replies(reply("""
                            {"job":"job-%1$s-1","name":"Leaf %1$s","audience":"People who drink tea at work and want it to\
                             taste of something","year":%2$d,"strengths":["calm","plain","made to last","batch %1$s"]}""", number), reply("""
                            {"job":"job-%1$s-2","mood":"Quiet and warm, %1$s","colours":[\
                            {"name":"leaf","hex":"#2E5339","share":0.5},{"name":"paper","hex":"#F4EDE1","share":0.25},\
                            {"name":"copper","hex":"#B5651D","share":0.125},{"name":"night","hex":"#1B1B2F","share":0.125}]}""", number), reply("""
                            {"job":"job-%1$s-3","headline":"Tea number %1$s, \\"as it was meant\\"","body":"Leaves that were\
                             picked by hand, dried in the shade and packed where they grew. A tin keeps them for two years;\
                             a minute and a half in water that has just stopped boiling is all they ask for.",\
                            "hashtags":["#tea","#leaf%1$s","#slow"],"ready":true}""", number));
        }

        private static ToolCallResponse reply(String json, String number) {
            return new ToolCallResponse(String.format(json, number, 1900 + Long.parseLong(number) % 100), RECEIPT);
        }

        ToolCallResponse to(ToolCallRequest request) {
            return switch (request.stepId()) {
                case "brief" -> brief;
                case "palette" -> palette;
                default -> advert;
            };
        }
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, baseUrl -> new EngineAlone());
    }

    @Override
    public void prepare(List<Order> orders) {
        prepared.clear();
        orders.forEach(order -> prepared.put(order, Replies.of(order.job().split("-", -1)[1])));
    }

    @Override
    public Object step(Order order) {
        current = prepared.getOrDefault(order, current);
        return engine.run(AdvertFlow.ONE_STEP, order).output();
    }

    @Override
    public Object flow(Order order) {
        current = prepared.getOrDefault(order, current);
        return engine.run(AdvertFlow.THREE_STEPS, order).output();
    }
}
