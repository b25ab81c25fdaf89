package dev.toolflow.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ToolCallRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an image generation as JSON, and what generations and edits have in common. Source: OpenAI's API reference, "Create
 * image". Immutable and thread-safe.
 */
final class ImageRenderer {
    private static final Logger LOG = LoggerFactory.getLogger(ImageRenderer.class);

    /** The parameter that makes models before gpt-image answer with bytes. */
    static final String RESPONSE_FORMAT = "response_format";

    static final String BASE64 = "b64_json";

    private static final int LONGEST_PROMPT = 32_000;

    private final ImageModelCatalog models;

    ImageRenderer(ImageModelCatalog models) {
        this.models = models;
    }

    ByteArrayOutputStream generation(ToolCallRequest request) {
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
                json.writeStringField(RESPONSE_FORMAT, BASE64);
            }
            write(json, parameters);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body;
    }

    private static void write(JsonGenerator json, Map<String, JsonNode> parameters) throws IOException {
        for (Map.Entry<String, JsonNode> parameter : parameters.entrySet()) {
            json.writeFieldName(parameter.getKey());
            json.writeTree(parameter.getValue());
        }
    }

    /** The prompt that is sent: with what was wrong with earlier pictures. */
    String prompt(ToolCallRequest request, String prompt) {
        FoldedPrompt folded = folded(request, prompt);
        if (folded.leftOut() > 0) {
            LOG.debug(
                    "step '{}': {} issues of earlier pictures are left out, for the prompt would be longer than {} takes",
                    request.stepId(),
                    folded.leftOut(),
                    request.model());
        }
        return folded.text();
    }

    FoldedPrompt folded(ToolCallRequest request, String prompt) {
        int longest = models.find(request.model())
                .map(model -> model.longestPrompt().orElse(LONGEST_PROMPT))
                .orElse(LONGEST_PROMPT);
        return FoldedPrompt.of(prompt, request.input().feedback(), longest);
    }

    /** @throws dev.toolflow.tool.ToolCallException.Rejected naming what the model does not take of what is received by now */
    void requireTaken(ToolCallRequest request, ImageEditInput edit, EditPictures pictures) {
        pictures.requireTaken(request.model(), edit, models);
    }

    boolean needsFormat(ToolCallRequest request, Map<String, JsonNode> parameters) {
        boolean mayAnswerOtherwise = models.find(request.model())
                .flatMap(model -> model.values(RESPONSE_FORMAT))
                .filter(formats -> formats.contains(BASE64))
                .isPresent();
        return mayAnswerOtherwise && !parameters.containsKey(RESPONSE_FORMAT);
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
