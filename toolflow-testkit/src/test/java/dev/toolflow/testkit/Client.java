package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Talks to the fake as an application would, and writes the requests of these tests. */
final class Client {

    static final JsonMapper JSON = JsonMapper.builder().build();
    static final String PALETTE = """
            {"type":"object","additionalProperties":false,"required":["colors","rationale"],"properties":{
              "colors":{"type":"array","minItems":3,"maxItems":8,"items":{"type":"string","pattern":"^(?:#[0-9A-F]{6})$"}},
              "rationale":{"type":"string"}}}""";
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private final FakeOpenAiServer server;

    Client(FakeOpenAiServer server) {
        this.server = server;
    }

    @SuppressWarnings("ArrayRecordComponent")
    record File(String field, String filename, String contentType, byte[] bytes) {}

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    static ObjectNode chat(String tool, String schema, String user) {
        ObjectNode request =
                json("{\"model\":\"gpt-5.4-mini\",\"reasoning_effort\":\"none\",\"parallel_tool_calls\":false}");
        request.withArray("messages").addObject().put("role", "system").put("content", "You are a colour theorist.");
        request.withArray("messages").addObject().put("role", "user").put("content", user);
        ObjectNode function =
                request.withArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", tool).put("strict", true).set("parameters", json(schema));
        request.putObject("tool_choice")
                .put("type", "function")
                .putObject("function")
                .put("name", tool);
        return request;
    }

    static ObjectNode palette() {
        return chat("generate_palette", PALETTE, "{\"product\":\"Morning Mist Tea\"}");
    }

    static ObjectNode picture() {
        return json(
                "{\"model\":\"gpt-image-2\",\"prompt\":\"Hero image for a tea brand, in #2F4B3C, #E8D9B5\",\"size\":\"128x128\"}");
    }

    HttpResponse<String> post(Endpoint endpoint, JsonNode body) throws Exception {
        return HTTP.send(request(endpoint, body.toString()), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postAsync(Endpoint endpoint, JsonNode body) {
        return HTTP.sendAsync(request(endpoint, body.toString()), BodyHandlers.ofString());
    }

    HttpResponse<String> postText(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> edit(List<File> files, String... fields) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            form.writeBytes(text("--b0undary\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n"
                    + fields[i + 1] + "\r\n"));
        }
        for (File file : files) {
            form.writeBytes(text("--b0undary\r\nContent-Disposition: form-data; name=\"" + file.field()
                    + "\"; filename=\"" + file.filename() + "\"\r\nContent-Type: " + file.contentType() + "\r\n\r\n"));
            form.writeBytes(file.bytes());
            form.writeBytes(text("\r\n"));
        }
        form.writeBytes(text("--b0undary--\r\n"));
        HttpRequest request = HttpRequest.newBuilder(uri(Endpoint.IMAGE_EDITS))
                .header("content-type", "multipart/form-data; boundary=b0undary")
                .POST(BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** Returns the arguments of the first tool call. */
    JsonNode arguments(ObjectNode request) throws Exception {
        HttpResponse<String> response = post(Endpoint.CHAT_COMPLETIONS, request);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return json(json(response.body())
                .at("/choices/0/message/tool_calls/0/function/arguments")
                .asText());
    }

    /** Returns a connection on which the request was sent and nothing was read. */
    Socket open(Endpoint endpoint, JsonNode body) throws IOException {
        Socket socket = new Socket(server.baseUrl().getHost(), server.port());
        byte[] bytes = text(body.toString());
        socket.getOutputStream()
                .write(text("POST " + endpoint.path() + " HTTP/1.1\r\nContent-Length: " + bytes.length + "\r\n\r\n"));
        socket.getOutputStream().write(bytes);
        return socket;
    }

    private HttpRequest request(Endpoint endpoint, String body) {
        return HttpRequest.newBuilder(uri(endpoint))
                .header("content-type", "application/json")
                .header("authorization", "Bearer sk-test-secret")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private URI uri(Endpoint endpoint) {
        return URI.create("http://127.0.0.1:" + server.port() + endpoint.path());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
