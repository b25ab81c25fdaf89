package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ToolCallRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Writes an image generation as JSON. Source: OpenAI's API reference, "Create image". Pure. */
final class ImageRenderer {
    /** The parameter that makes models before gpt-image answer with bytes. */
    static final String RESPONSE_FORMAT = "response_format";

    private ImageRenderer() {}

    static byte[] generation(ToolCallRequest request) {
        ImageGenerationInput input = input(request, ImageGenerationInput.class);
        ByteArrayOutputStream body =
                new ByteArrayOutputStream(512 + input.prompt().length());
        try (JsonGenerator json = Json.WRITER.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("model", request.model());
            json.writeStringField("prompt", prompt(request, input.prompt()));
            json.writeNumberField("n", input.n());
            if (ImageWish.of(request).streams()) {
                json.writeBooleanField("stream", true);
            }
            Map<String, JsonNode> parameters = input.parameters();
            if (needsFormat(request, parameters)) {
                json.writeStringField(RESPONSE_FORMAT, "b64_json");
            }
            write(json, parameters);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, Map<String, JsonNode> parameters) throws IOException {
        for (Map.Entry<String, JsonNode> parameter : parameters.entrySet()) {
            json.writeFieldName(parameter.getKey());
            json.writeTree(parameter.getValue());
        }
    }

    /** The prompt with what was wrong with earlier pictures. */
    static String prompt(ToolCallRequest request, String prompt) {
        int longest = ImageFamily.of(request.model()).longestPrompt();
        return FeedbackText.imagePrompt(prompt, request.input().feedback(), longest);
    }

    static boolean needsFormat(ToolCallRequest request, Map<String, JsonNode> parameters) {
        return ImageFamily.of(request.model()).asksForBase64() && !parameters.containsKey(RESPONSE_FORMAT);
    }

    /** @throws IllegalArgumentException if the step's input is of another type */
    static <I> I input(ToolCallRequest request, Class<I> type) {
        Object value = request.input().value();
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("step '" + request.stepId() + "': the tool "
                    + request.tool().name() + " takes an " + type.getSimpleName() + ", not a "
                    + value.getClass().getSimpleName());
        }
        return type.cast(value);
    }
}
