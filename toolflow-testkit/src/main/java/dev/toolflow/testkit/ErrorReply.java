package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.request.BadRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** OpenAI's error JSON. */
final class ErrorReply {

    private ErrorReply() {}

    static Reply of(int status, String type, @Nullable String code, String message) {
        return of(status, node(type, code, message, null));
    }

    static Reply of(BadRequest refusal) {
        String message = String.valueOf(refusal.getMessage());
        return of(refusal.status(), node("invalid_request_error", refusal.code(), message, refusal.param()));
    }

    private static ObjectNode node(String type, @Nullable String code, String message, @Nullable String param) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return root;
    }

    private static Reply of(int status, ObjectNode error) {
        return Reply.of(status, "application/json", error.toString().getBytes(StandardCharsets.UTF_8));
    }
}
