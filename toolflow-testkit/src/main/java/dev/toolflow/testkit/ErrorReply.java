package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.request.BadRequest;
import dev.toolflow.testkit.sse.ServerEvent;
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

    /** The test's script does not fit the request. */
    static Reply fake(String message) {
        return of(500, "fake_server_error", "fake_server_error", "toolflow-testkit: " + message);
    }

    /** An error in the middle of a stream; the image endpoints name their events, chat does not. */
    static ServerEvent event(Endpoint endpoint, String code) {
        boolean chat = endpoint == Endpoint.CHAT_COMPLETIONS;
        String type = chat ? "server_error" : "image_generation_error";
        ObjectNode node = node(type, code, "The fake server was told to fail here.", null);
        return chat
                ? ServerEvent.of("", node.toString())
                : ServerEvent.of("error", node.put("type", "error").toString());
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
