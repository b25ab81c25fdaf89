package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** The changes that make a good chat completion a bad one. */
final class ChatEdits {

    private ChatEdits() {}

    static void withoutUsage(ObjectNode completion) {
        completion.remove("usage");
    }

    static void duplicateKey(ObjectNode completion) {
        String arguments = function(completion).path("arguments").asText();
        int colon = arguments.indexOf(':');
        if (colon > 0) {
            String key = arguments.substring(1, colon);
            function(completion).put("arguments", "{" + key + ":null," + arguments.substring(1));
        }
    }

    static Consumer<ObjectNode> refusal(String text) {
        return completion -> {
            prose(completion, "stop");
            message(completion).putNull("content").put("refusal", text);
        };
    }

    static void cutArguments(ObjectNode completion) {
        String arguments = function(completion).path("arguments").asText();
        function(completion).put("arguments", arguments.substring(0, arguments.length() / 2));
        choice(completion).put("finish_reason", "length");
    }

    static void contentFilter(ObjectNode completion) {
        prose(completion, "content_filter");
        message(completion).putNull("content");
    }

    static void noToolCall(ObjectNode completion) {
        prose(completion, "stop");
    }

    static Consumer<ObjectNode> wrongTool(String name) {
        return completion -> function(completion).put("name", name);
    }

    static void twoToolCalls(ObjectNode completion) {
        ArrayNode calls = message(completion).withArray("tool_calls");
        calls.add(calls.get(0).deepCopy());
    }

    static Consumer<ObjectNode> arguments(String arguments) {
        return completion -> function(completion).put("arguments", arguments);
    }

    private static void prose(ObjectNode completion, String finishReason) {
        message(completion).remove("tool_calls");
        message(completion).put("content", "I would rather talk about it.");
        choice(completion).put("finish_reason", finishReason);
    }

    private static ObjectNode choice(ObjectNode completion) {
        return (ObjectNode) completion.path("choices").path(0);
    }

    private static ObjectNode message(ObjectNode completion) {
        return (ObjectNode) choice(completion).path("message");
    }

    private static ObjectNode function(ObjectNode completion) {
        if (message(completion).path("tool_calls").isEmpty()) {
            throw new AnswerEdit.MisplacedFault("a fault of a tool call was scripted, but the request offers no tool");
        }
        return (ObjectNode) message(completion).path("tool_calls").path(0).path("function");
    }
}
