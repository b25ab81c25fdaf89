package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;

/**
 * Reads one chat completion that came as one JSON text, from its raw body, in the order it comes. Source: OpenAI's API reference, "The chat completion object".
 */
final class ChatReader {
    /** A chat body is cut here, in bytes. */
    static final int LONGEST_BODY = 16 << 20;

    private final Reply reply;
    private final ChatAnswer answer;

    private ChatReader(Reply reply) {
        this.reply = reply;
        this.answer = new ChatAnswer(reply);
    }

    /**
     * Reads a reply whose status is 200.
     *
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     */
    static ToolCallResponse read(Reply reply) throws IOException {
        ChatReader reader = new ChatReader(reply);
        try (JsonParser json = Json.CHAT.createParser(reply.text(reply.body(LONGEST_BODY)))) {
            if (!JsonFields.begin(json)) {
                throw reply.malformed("the reply is no JSON object");
            }
            JsonFields.of(json, name -> reader.field(json, name));
            reply.requireEnd(json);
        }
        return reader.answer.judged();
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "id" -> reply.responseId(JsonFields.text(json));
            case "model" -> reply.model(JsonFields.text(json));
            case "usage" -> reply.usage(UsageReader.read(json));
            case "choices" -> JsonFields.elements(json, index -> choice(json, index));
            case "error" -> ErrorBody.in(json, reply.labels()).ifPresent(answer::failed);
            default -> json.skipChildren();
        }
    }

    private void choice(JsonParser json, int index) throws IOException {
        if (index > 0) {
            json.skipChildren();
            return;
        }
        JsonFields.of(json, name -> {
            switch (name) {
                case "finish_reason" -> reply.finishReason(JsonFields.text(json));
                case "message" -> JsonFields.of(json, field -> message(json, field));
                default -> json.skipChildren();
            }
        });
    }

    private void message(JsonParser json, String name) throws IOException {
        switch (name) {
            case "refusal" -> answer.refusal(JsonFields.text(json));
            case "tool_calls" -> JsonFields.elements(json, index -> toolCall(json));
            default -> json.skipChildren();
        }
    }

    private void toolCall(JsonParser json) throws IOException {
        answer.called();
        JsonFields.of(json, name -> {
            if (name.equals("function")) {
                JsonFields.of(json, field -> function(json, field));
            } else {
                json.skipChildren();
            }
        });
    }

    private void function(JsonParser json, String name) throws IOException {
        switch (name) {
            case "name" -> answer.tool(JsonFields.text(json));
            case "arguments" -> answer.arguments(JsonFields.text(json));
            default -> json.skipChildren();
        }
    }
}
