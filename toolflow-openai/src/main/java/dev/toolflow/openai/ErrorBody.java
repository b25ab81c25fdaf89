package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an error reply says in words that are safe to repeat. Its message is not read: it may echo the key or the
 * prompt. Any of these may be missing, null or a number, and the body may be HTML or nothing.
 */
final class ErrorBody {
    private static final int LONGEST = 64 << 10;

    /** The statuses that OpenAI, and servers that speak its language, give these codes and types. */
    private static final Map<String, Integer> STATUSES = Map.ofEntries(
            Map.entry("invalid_request_error", 400),
            Map.entry("image_generation_user_error", 400),
            Map.entry("authentication_error", 401),
            Map.entry("invalid_api_key", 401),
            Map.entry("permission_error", 403),
            Map.entry("model_not_found", 404),
            Map.entry("rate_limit_error", 429),
            Map.entry("rate_limit_exceeded", 429),
            Map.entry("internal_server_error", 500),
            Map.entry("server_error", 500),
            Map.entry("overloaded_error", 503),
            Map.entry("service_unavailable", 503));

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

    /** The error that the parser stands on, if it is not null. */
    static Optional<ErrorBody> in(JsonParser json, Labels labels) throws IOException {
        ErrorBody error = new ErrorBody(labels);
        return error.object(json) ? Optional.of(error) : Optional.empty();
    }

    /** Reads the error that the parser stands on; false if there is none, but null. */
    boolean object(JsonParser json) throws IOException {
        boolean given = json.currentToken() != JsonToken.VALUE_NULL;
        JsonFields.of(json, field -> field(json, field));
        return given;
    }

    void field(JsonParser json, String name) throws IOException {
        switch (name) {
            case "code" -> code = labels.code(wordOrNumber(json));
            case "type" -> type = labels.code(JsonFields.text(json));
            case "param" -> param = labels.code(JsonFields.text(json));
            default -> json.skipChildren();
        }
    }

    private static @Nullable String wordOrNumber(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getText() : JsonFields.text(json);
    }

    /** The status that the same error has where it is told by one, as its code says, or else its type; 0 if neither does. */
    int status() {
        int byCode = status(code);
        return byCode > 0 ? byCode : status(type);
    }

    private static int status(@Nullable String name) {
        if (name == null) {
            return 0;
        }
        return name.matches("[45]\\d\\d") ? Integer.parseInt(name) : STATUSES.getOrDefault(name, 0);
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
