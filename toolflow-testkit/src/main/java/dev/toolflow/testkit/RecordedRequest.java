package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.toolflow.testkit.answer.ChatModel;
import dev.toolflow.testkit.request.Part;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as the fake received it, refused ones too. Headers are kept, {@code Authorization} included; {@link #toString()}
 * shows neither headers nor content.
 *
 * @param method {@code POST} for example
 * @param path without the query
 * @param headers by name, whatever its case
 * @param body the JSON body; a missing node if there was none or if it could not be read
 * @param parts the parts of a form, in order; empty for other requests
 * @param requestId what the reply's {@code x-request-id} says
 */
public record RecordedRequest(
        String method,
        String path,
        Map<String, List<String>> headers,
        JsonNode body,
        List<Part> parts,
        String requestId) {

    public RecordedRequest {
        Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = Collections.unmodifiableMap(copy);
        parts = List.copyOf(parts);
    }

    static RecordedRequest of(RequestHead head, String requestId) {
        return new RecordedRequest(
                head.method(), head.path(), head.headers(), MissingNode.getInstance(), List.of(), requestId);
    }

    RecordedRequest withBody(JsonNode json) {
        return new RecordedRequest(method, path, headers, json, parts, requestId);
    }

    RecordedRequest withParts(List<Part> form) {
        return new RecordedRequest(method, path, headers, body, form, requestId);
    }

    /** Returns the first value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** Returns the endpoint; empty for a path the fake does not serve. */
    public Optional<Endpoint> endpoint() {
        return Endpoint.at(path);
    }

    /** Returns the tool: the chat tool that was forced or offered first, {@code generate_image} or {@code edit_image}. */
    public Optional<String> tool() {
        return endpoint().flatMap(at -> switch (at) {
            case CHAT_COMPLETIONS -> ChatModel.tool(body);
            case IMAGE_GENERATIONS -> Optional.of("generate_image");
            case IMAGE_EDITS -> Optional.of("edit_image");
        });
    }

    /** Returns the parts of a form with this name, {@code image[]} for example. */
    public List<Part> parts(String name) {
        return parts.stream().filter(part -> part.name().equals(name)).toList();
    }

    @Override
    public String toString() {
        return method + " " + path + " (" + tool().orElse("no tool") + ", " + requestId + ")";
    }
}
