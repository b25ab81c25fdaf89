package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;

/** Streams of the arguments of one call, and what the service makes of them. */
final class ChatStreams {
    static final String TYPE = "content-type: text/event-stream";
    static final TokenUsage USAGE = TokenUsage.of(11, 7);
    static final String NAME = call(0, "\"name\":\"generate_palette\",\"arguments\":\"\"");
    static final String STOP = chunk("{\"delta\":{},\"finish_reason\":\"stop\"}");
    static final String LAST =
            "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,"
                    + "\"completion_tokens\":7}}\n\n";
    static final String DONE = "data: [DONE]\n\n";

    final Calls.Context context = new Calls.Context();

    void close() {
        context.close();
    }

    ToolCallResponse answer(String events) {
        return answer(RawServer.json(200, events, TYPE));
    }

    ToolCallResponse answer(RawServer.Reaction reaction) {
        try (RawServer server = new RawServer(reaction);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(Calls.streamingChat(), context);
        }
    }

    <E extends ToolCallException> E failure(Class<E> type, String events) {
        return failure(type, RawServer.json(200, events, TYPE));
    }

    <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        return catchThrowableOfType(type, () -> answer(reaction));
    }

    static String arguments(String piece) {
        return call(0, "\"arguments\":\"" + piece + "\"");
    }

    static String call(int index, String function) {
        return chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"function\":{" + function
                + "}}]},\"finish_reason\":null}");
    }

    static String chunk(String choice) {
        return "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5\",\"choices\":[" + choice + "],\"usage\":null}\n\n";
    }
}
