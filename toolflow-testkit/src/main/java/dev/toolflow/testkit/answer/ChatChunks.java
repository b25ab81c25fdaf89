package dev.toolflow.testkit.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A chat completion in pieces, as {@code stream} brings it: the role, each tool call's name, its arguments a few characters
 * at a time, the finish reason, and at the end the usage where it was asked for. Source: OpenAI's API reference,
 * {@code chat.completion.chunk}.
 */
public final class ChatChunks {

    private static final int[] PIECES = {2, 5, 3, 7, 4};

    private final ObjectNode completion;
    private final boolean withUsage;
    private final boolean padded;
    private final List<ObjectNode> chunks = new ArrayList<>();

    private ChatChunks(ObjectNode completion, JsonNode options) {
        this.completion = completion;
        this.withUsage = options.path("include_usage").asBoolean();
        this.padded = options.path("include_obfuscation").asBoolean(true);
    }

    /**
     * Returns the chunks of {@code completion} in their order, without the end mark.
     *
     * @param options the request's {@code stream_options}, or a missing node
     */
    public static List<ObjectNode> of(ObjectNode completion, JsonNode options) {
        ChatChunks chunks = new ChatChunks(completion, options);
        chunks.cut();
        return List.copyOf(chunks.chunks);
    }

    private void cut() {
        JsonNode message = completion.at("/choices/0/message");
        ObjectNode role = delta().put("role", "assistant");
        if (message.path("content").isTextual()) {
            role.put("content", "");
        } else {
            role.putNull("content");
        }
        role.putNull("refusal");
        pieces(message.path("content")).forEach(piece -> delta().put("content", piece));
        pieces(message.path("refusal")).forEach(piece -> delta().put("refusal", piece));
        for (int i = 0; i < message.path("tool_calls").size(); i++) {
            call(i, message.path("tool_calls").get(i));
        }
        finish(completion.at("/choices/0/finish_reason").asText("stop"));
        if (withUsage && completion.has("usage")) {
            ObjectNode last = chunk();
            last.putArray("choices");
            last.set("usage", completion.get("usage"));
        }
    }

    private void call(int index, JsonNode call) {
        JsonNode function = call.path("function");
        ObjectNode head = toolCall(index)
                .put("id", call.path("id").asText())
                .put("type", call.path("type").asText("function"));
        head.putObject("function").put("name", function.path("name").asText()).put("arguments", "");
        pieces(function.path("arguments"))
                .forEach(piece -> toolCall(index).putObject("function").put("arguments", piece));
    }

    private ObjectNode toolCall(int index) {
        return delta().putArray("tool_calls").addObject().put("index", index);
    }

    private void finish(String reason) {
        delta();
        ((ObjectNode) chunks.get(chunks.size() - 1).at("/choices/0")).put("finish_reason", reason);
    }

    private ObjectNode delta() {
        ObjectNode choice = chunk().putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        choice.putNull("logprobs").putNull("finish_reason");
        return delta;
    }

    private ObjectNode chunk() {
        ObjectNode chunk = JsonNodeFactory.instance
                .objectNode()
                .put("id", completion.path("id").asText())
                .put("object", "chat.completion.chunk")
                .put("created", completion.path("created").asLong())
                .put("model", completion.path("model").asText())
                .put("service_tier", completion.path("service_tier").asText("default"))
                .put("system_fingerprint", completion.path("system_fingerprint").asText());
        if (withUsage) {
            chunk.putNull("usage");
        }
        if (padded) {
            chunk.put("obfuscation", "fakepadding".substring(chunks.size() % 8));
        }
        chunks.add(chunk);
        return chunk;
    }

    /** A few characters each, never half of a surrogate pair. */
    private static List<String> pieces(JsonNode text) {
        List<String> pieces = new ArrayList<>();
        String left = text.isTextual() ? text.asText() : "";
        while (!left.isEmpty()) {
            int wanted = Math.min(PIECES[pieces.size() % PIECES.length], left.codePointCount(0, left.length()));
            int end = left.offsetByCodePoints(0, wanted);
            pieces.add(left.substring(0, end));
            left = left.substring(end);
        }
        return pieces;
    }
}
