package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an error reply says in words that are safe to repeat. Its message is not read: it may echo the key or the
 * prompt. Any of these may be missing, null or a number, and the body may be HTML or nothing.
 */
final class ErrorBody {
    private static final int LONGEST = 64 << 10;

    private final Labels labels;
    private @Nullable String code;
    private @Nullable String type;
    private @Nullable String param;

    /** An error of which nothing was read yet. */
    ErrorBody(Labels labels) {
        this.labels = labels;
    }

    /** Reads as much as can be read; an unreadable body says nothing, and the status decides alone. */
    static ErrorBody read(Reply reply) {
        ErrorBody error = new ErrorBody(reply.labels());
        try (JsonParser json = Json.CHAT.createParser(reply.body(LONGEST))) {
            json.nextToken();
            JsonFields.of(json, name -> {
                if (name.equals("error")) {
                    error.object(json);
                } else {
                    json.skipChildren();
                }
            });
        } catch (IOException e) {
            return error;
        }
        return error;
    }

    /** Reads the error that the parser stands on; false if there is none, but null. */
    boolean object(JsonParser json) throws IOException {
        boolean given = json.currentToken() != JsonToken.VALUE_NULL;
        JsonFields.of(json, field -> field(json, field));
        return given;
    }

    void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "code" -> code = labels.code(JsonFields.text(json));
            case "type" -> type = labels.code(JsonFields.text(json));
            case "param" -> param = labels.code(JsonFields.text(json));
            default -> json.skipChildren();
        }
    }

    boolean is(String name) {
        return name.equals(code) || name.equals(type);
    }

    /** Code, type and parameter as far as they were given, each with its name; may be empty. */
    String described() {
        String named = code != null ? "code " + code : type != null ? "type " + type : "";
        String where = param == null ? "" : "param " + param;
        return named + (named.isEmpty() || where.isEmpty() ? "" : ", ") + where;
    }
}
