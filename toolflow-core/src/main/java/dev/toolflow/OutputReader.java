package dev.toolflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns a reply into a step's typed output. Thread-safe. */
final class OutputReader {
    private static final JsonMapper JSON = new JsonMapper();

    private final ImageStore store;
    private final ImagePolicy policy;

    OutputReader(ImageStore store, ImagePolicy policy) {
        this.store = store;
        this.policy = policy;
    }

    /**
     * @throws Malformed when the reply cannot be used
     * @throws StepException.StoreFailed when its images cannot be stored
     */
    <O> O read(String stepId, ToolCallStep<?, O> step, Called.Answered reply) {
        StepDefinition<?, O> definition = step.definition();
        if (Endpoint.forTool(definition.name()).isImage()) {
            return definition.outputType().cast(images(stepId, new ImageIngestor(store, policy.limits(step)), reply));
        }
        try {
            return JsonType.of(definition.outputType()).read(reply.response().output());
        } catch (JsonReadException e) {
            throw malformed(stepId, "the arguments of the tool call do not fit the schema: " + e.getMessage(), reply);
        }
    }

    private ImageGenerationOutput images(String stepId, ImageIngestor ingestor, Called.Answered reply) {
        List<GeneratedImage> images = new ArrayList<>();
        for (JsonNode image : tree(stepId, reply).path("images")) {
            images.add(ingest(stepId, ingestor, image, reply));
        }
        if (images.isEmpty()) {
            throw malformed(stepId, "the reply has no image", reply);
        }
        return new ImageGenerationOutput(images);
    }

    private GeneratedImage ingest(String stepId, ImageIngestor ingestor, JsonNode image, Called.Answered reply) {
        SpooledImage spooled = spooled(reply.spool(), image.path("sha256").asText());
        if (spooled == null) {
            throw malformed(stepId, "the reply names an image that was not received", reply);
        }
        ImageFormat declared =
                ImageFormat.ofMimeType(image.path("mime").asText()).orElse(null);
        JsonNode revised = image.path("revised_prompt");
        try {
            return ingestor.ingest(spooled, declared, revised.isTextual() ? revised.textValue() : null);
        } catch (ImageRefusedException e) {
            throw malformed(stepId, "unusable image: " + e.getMessage(), reply);
        } catch (ImageStoreException e) {
            throw new StepException.StoreFailed(
                    "step '" + stepId + "': the image was paid for and cannot be stored; its bytes are kept in "
                            + spooled.file() + "; mend the store: " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            throw new StepException.StoreFailed(
                    "step '" + stepId + "': the image was paid for and its store threw "
                            + e.getClass().getName() + "; its bytes are kept in " + spooled.file()
                            + "; see the cause and mend the store",
                    e);
        }
    }

    private static @Nullable SpooledImage spooled(ImageSpool spool, String sha256) {
        return spool.images().stream()
                .filter(candidate -> candidate.sha256().equals(sha256))
                .findFirst()
                .orElse(null);
    }

    private static JsonNode tree(String stepId, Called.Answered reply) {
        try {
            return JSON.readTree(reply.response().output());
        } catch (JsonProcessingException e) {
            throw malformed(stepId, "the service's reply for images is no JSON", reply);
        }
    }

    private static Malformed malformed(String stepId, String why, Called.Answered reply) {
        ToolCallResponse response = reply.response();
        return new Malformed("step '" + stepId + "': " + why, response.receipt(), null);
    }
}
