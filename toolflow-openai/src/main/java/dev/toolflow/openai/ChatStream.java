package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one chat completion that came as events, tells each piece of its arguments as it comes, and puts them together.
 * Source: OpenAI's API reference, "The chat completion chunk object". For one thread.
 */
final class ChatStream {
    /** Of more tool calls than these it does not matter how many they are. */
    private static final int MOST_CALLS = 128;

    /** Around a few characters of the answer an event has some 330 bytes of its own. */
    private static final long LONGEST_STREAM = 8L * ChatReader.LONGEST_BODY;

    private final Reply reply;
    private final CallContext context;
    private final EventStream events;
    private final ErrorBody error;
    private final Set<Integer> calls = new HashSet<>();
    private final StringBuilder arguments = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private int first;
    private @Nullable String tool;
    private boolean failed;
    private boolean told;

    private ChatStream(Reply reply, CallContext context) {
        this.reply = reply;
        this.context = context;
        this.events = new EventStream(reply.body(LONGEST_STREAM));
        this.error = new ErrorBody(reply.labels());
    }

    /** A piece of a tool call. */
    private static final class Piece {
        private int call;
        private @Nullable String tool;
        private @Nullable String arguments;
    }

    /**
     * Reads a reply whose status is 200.
     *
     * @throws IOException if it cannot be read to its end; the reply's receipt has what was read by then
     */
    static ToolCallResponse read(Reply reply, CallContext context) throws IOException {
        ChatStream stream = new ChatStream(reply, context);
        while (stream.events.next()) {
            if (stream.events.isDone()) {
                return stream.judged();
            }
            stream.chunk();
        }
        throw stream.cut();
    }

    private ToolCallException cut() {
        return WireFaults.cut(reply, "the stream ended before its [DONE]");
    }

    private ToolCallResponse judged() {
        ChatAnswer answer = new ChatAnswer(reply);
        calls.forEach(call -> answer.called());
        answer.tool(tool);
        answer.arguments(arguments.toString());
        answer.refusal(refusal.toString());
        return answer.judged();
    }

    private void chunk() throws IOException {
        try (JsonParser json = Json.CHAT.createParser(events)) {
            JsonToken start = json.nextToken();
            if (start == null) {
                return;
            }
            if (start != JsonToken.START_OBJECT) {
                throw reply.malformed("an event of the stream is no JSON object");
            }
            JsonFields.of(json, name -> field(json, name));
            if (json.nextToken() != null) {
                throw reply.malformed("something follows the JSON of an event");
            }
        } catch (JsonProcessingException e) {
            events.skipRest();
            if (events.isCut()) {
                throw cut();
            }
            throw e;
        }
        if (failed || events.name().equals("error")) {
            throw told ? Faults.inAnswer(reply, error) : Faults.inStream(reply, error);
        }
    }

    private void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "id" -> reply.responseId(JsonFields.text(json));
            case "model" -> reply.model(JsonFields.text(json));
            case "usage" -> usage(json);
            case "choices" -> JsonFields.elements(json, index -> choice(json, index));
            case "code", "param" -> error.field(json, name);
            case "error" -> failed = error.object(json);
            default -> json.skipChildren();
        }
    }

    /** All chunks but the last say null. */
    private void usage(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            told = true;
            reply.usage(UsageReader.read(json));
        } else {
            json.skipChildren();
        }
    }

    private void choice(JsonParser json, int index) throws IOException {
        if (index > 0) {
            json.skipChildren();
            return;
        }
        JsonFields.of(json, name -> {
            switch (name) {
                case "finish_reason" -> finish(JsonFields.text(json));
                case "delta" -> JsonFields.of(json, field -> delta(json, field));
                default -> json.skipChildren();
            }
        });
    }

    private void finish(@Nullable String reason) {
        if (reason != null) {
            reply.finishReason(reason);
        }
    }

    private void delta(JsonParser json, String name) throws IOException {
        switch (name) {
            case "refusal" -> refused(JsonFields.text(json));
            case "tool_calls" -> JsonFields.elements(json, index -> toolCall(json, index));
            default -> json.skipChildren();
        }
    }

    private void toolCall(JsonParser json, int index) throws IOException {
        Piece piece = new Piece();
        piece.call = index;
        JsonFields.of(json, name -> {
            switch (name) {
                case "index" -> piece.call = JsonFields.natural(json);
                case "function" -> JsonFields.of(json, field -> function(json, field, piece));
                default -> json.skipChildren();
            }
        });
        take(piece);
    }

    private static void function(JsonParser json, String name, Piece piece) throws IOException {
        switch (name) {
            case "name" -> piece.tool = JsonFields.text(json);
            case "arguments" -> piece.arguments = JsonFields.text(json);
            default -> json.skipChildren();
        }
    }

    /** Puts a piece to the others of the first call; further calls are only counted. */
    private void take(Piece piece) {
        if (calls.isEmpty()) {
            first = piece.call;
        }
        if (calls.size() < MOST_CALLS) {
            calls.add(piece.call);
        }
        if (piece.call != first) {
            return;
        }
        tool = tool == null || tool.isEmpty() ? piece.tool : tool;
        if (piece.arguments != null && !piece.arguments.isEmpty()) {
            told = true;
            append(arguments, piece.arguments);
            context.emit(new Delta.Text(piece.arguments));
        }
    }

    private void refused(@Nullable String piece) {
        if (piece != null && !piece.isEmpty()) {
            told = true;
            append(refusal, piece);
        }
    }

    /** The whole text is bounded as that of a reply without events. */
    private void append(StringBuilder text, String piece) {
        if (text.length() + piece.length() > ChatReader.LONGEST_BODY) {
            throw reply.malformed("the answer is longer than " + ChatReader.LONGEST_BODY + " characters and was cut");
        }
        text.append(piece);
    }
}
