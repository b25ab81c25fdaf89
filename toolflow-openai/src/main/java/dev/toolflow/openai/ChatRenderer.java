package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.openai.core.http.HttpRequestBody;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.Streaming;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.WeakHashMap;

/**
 * Writes a chat call as JSON. The tool's part, schema included, is rendered once per {@link ToolSpec} and kept as long
 * as the spec lives. Source: OpenAI's API reference, "Create chat completion". Thread-safe.
 */
final class ChatRenderer {
    private final ModelFamilies families;
    /** By identity: a spec has no other equality. */
    private final Map<ToolSpec, SerializedString> tools = Collections.synchronizedMap(new WeakHashMap<>());

    ChatRenderer(ModelFamilies families) {
        this.families = families;
    }

    /**
     * Returns the call's body; the images of its input are read when it is sent.
     *
     * @throws IllegalArgumentException if the tool's schema is no JSON
     * @throws dev.toolflow.tool.ToolCallException.Rejected if the input's images cannot be sent
     */
    HttpRequestBody body(ToolCallRequest request, CallContext context) {
        ChatImages images = ChatImages.of(request, context);
        return images.body(render(request, images));
    }

    private ByteArrayOutputStream render(ToolCallRequest request, ChatImages images) {
        SerializedString tool = tools.computeIfAbsent(request.tool(), ChatRenderer::tool);
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(1024 + request.input().json().length());
        try (JsonGenerator json = Json.WRITER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeArrayFieldStart("messages");
            system(json, request);
            user(json, request, images, body);
            json.writeEndArray();
            json.writeFieldName("tools");
            json.writeRawValue(tool);
            choice(json, request.tool().name());
            options(json, request);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body;
    }

    private static void system(JsonGenerator json, ToolCallRequest request) throws IOException {
        String system = FeedbackText.system(request);
        if (!system.isEmpty()) {
            message(json, "system", system);
        }
    }

    private static void user(JsonGenerator json, ToolCallRequest request, ChatImages images, ByteArrayOutputStream body)
            throws IOException {
        if (request.input().images().isEmpty()) {
            message(json, "user", request.input().json());
            return;
        }
        json.writeStartObject();
        json.writeStringField("role", "user");
        json.writeFieldName("content");
        images.write(json, body);
        json.writeEndObject();
    }

    private static void message(JsonGenerator json, String role, String content) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeStringField("content", content);
        json.writeEndObject();
    }

    private static void choice(JsonGenerator json, String tool) throws IOException {
        json.writeObjectFieldStart("tool_choice");
        json.writeStringField("type", "function");
        json.writeObjectFieldStart("function");
        json.writeStringField("name", tool);
        json.writeEndObject();
        json.writeEndObject();
        json.writeBooleanField("parallel_tool_calls", false);
    }

    private void options(JsonGenerator json, ToolCallRequest request) throws IOException {
        ModelFamily family = families.of(request.model());
        json.writeNumberField("max_completion_tokens", request.options().maxTokens());
        if (request.options().streaming() == Streaming.ON) {
            json.writeBooleanField("stream", true);
            json.writeObjectFieldStart("stream_options");
            json.writeBooleanField("include_usage", true);
            json.writeEndObject();
        }
        OptionalDouble temperature = request.options().temperature();
        if (temperature.isPresent() && family.takesTemperature()) {
            json.writeNumberField("temperature", temperature.getAsDouble());
        }
        if (family.reasoningEffort().isPresent()) {
            json.writeStringField("reasoning_effort", family.reasoningEffort().get());
        }
    }

    private static SerializedString tool(ToolSpec tool) {
        StringWriter rendered = new StringWriter();
        try (JsonGenerator json = Json.WRITER.createGenerator(rendered)) {
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", tool.name());
            if (!tool.description().isEmpty()) {
                json.writeStringField("description", tool.description());
            }
            json.writeBooleanField("strict", true);
            json.writeFieldName("parameters");
            schema(json, tool);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new SerializedString(rendered.toString());
    }

    private static void schema(JsonGenerator json, ToolSpec tool) throws IOException {
        try (JsonParser schema = Json.WRITER.createParser(tool.outputSchema())) {
            schema.nextToken();
            json.copyCurrentStructure(schema);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "tool '" + tool.name() + "': outputSchema is not JSON; give it the schema of an object", e);
        }
    }
}
