package dev.toolflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Turns a reply into a step's typed output. Thread-safe. */
final class OutputReader {
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build());

    /** As long as the longest prompt that a model takes. Source: OpenAI's API reference, "Create image". */
    private static final int LONGEST_PROMPT = 32_000;

    private final ImageIngestor ingestor;
    private final ImagePolicy policy;

    OutputReader(EngineSettings settings, ImagePolicy policy) {
        this.ingestor = new ImageIngestor(settings.images(), settings.imageLimits(), settings.clock());
        this.policy = policy;
    }

    /**
     * @throws Malformed when the reply cannot be used
     * @throws StepException.StoreFailed when its images cannot be stored
     */
    <O> O read(ToolCallStep<?, O> step, Called.Answered reply, PictureOrigin origin) {
        StepDefinition<?, O> definition = step.definition();
        String stepId = origin.context().id();
        if (Endpoint.forTool(definition.name()).isImage()) {
            JsonNode tree = tree(stepId, reply);
            ImageIngestor within = ingestor.within(policy.limits(step));
            return definition.outputType().cast(images(new Reading(step, within, reply, tree, origin)));
        }
        try {
            return JsonType.of(definition.outputType()).read(reply.response().output());
        } catch (JsonReadException e) {
            throw malformed(stepId, "the arguments of the tool call do not fit the schema: " + e.getMessage(), reply);
        }
    }

    /** One reply with pictures, and how they come into the store. */
    private record Reading(
            ToolCallStep<?, ?> step,
            ImageIngestor ingestor,
            Called.Answered reply,
            JsonNode tree,
            PictureOrigin origin) {
        String stepId() {
            return origin.context().id();
        }

        List<JsonNode> images() {
            return StreamSupport.stream(tree.path("images").spliterator(), false)
                    .toList();
        }

        /** Which of several one is. */
        String number(int index) {
            int all = images().size();
            return all == 1 ? "" : " " + (index + 1) + " of " + all;
        }

        /** Where those of its images are that no store has. */
        String waiting() {
            Set<String> hashes = images().stream()
                    .map(image -> image.path("sha256").asText())
                    .collect(Collectors.toSet());
            List<Path> files = reply.images().waiting(hashes);
            String said = files.size() == 1 ? "its bytes are" : "its bytes and those of the images behind it are";
            return said + " kept in " + files.stream().map(Path::toString).collect(Collectors.joining(", "));
        }

        String afterResuming() {
            String resumed = origin.context().keeper().keeps()
                    ? "engine.resume(flow, result), or resuming its id on this machine, goes on without another call"
                    : "engine.resume(flow, result) goes on without another call";
            return resumed + (step.judging().candidates() > 1 ? ", unless another candidate was taken: " : ": ");
        }
    }

    private ImageGenerationOutput images(Reading reading) {
        String stepId = reading.stepId();
        Called.Answered reply = reading.reply();
        List<GeneratedImage> images = new ArrayList<>();
        for (JsonNode image : reading.images()) {
            int index = images.size();
            String revised = revised(image.path("revised_prompt"));
            images.add(ingest(
                    reading,
                    index,
                    made -> reading.origin()
                            .picture(
                                    made.withRevisedPrompt(revised),
                                    index,
                                    reply.response().receipt(),
                                    reading.tree())));
        }
        if (images.isEmpty()) {
            throw malformed(stepId, "the reply has no image", reply);
        }
        return new ImageGenerationOutput(images);
    }

    private static @Nullable String revised(JsonNode prompt) {
        String text = prompt.textValue();
        return text == null || text.length() <= LONGEST_PROMPT ? text : text.substring(0, LONGEST_PROMPT);
    }

    private static @Nullable ImageFormat declared(JsonNode image) {
        return ImageFormat.ofMimeType(image.path("mime").asText()).orElse(null);
    }

    private GeneratedImage ingest(Reading reading, int index, Function<GeneratedImage, ImageRecord> known) {
        JsonNode image = reading.images().get(index);
        Called.Answered reply = reading.reply();
        String sha256 = image.path("sha256").asText();
        Optional<GeneratedImage> kept = reply.images().known(sha256);
        if (kept.isPresent()) {
            return kept.get();
        }
        SpooledImage spooled = reply.images()
                .next(sha256)
                .orElseThrow(
                        () -> malformed(reading.stepId(), "the reply names an image that was not received", reply));
        Optional<GeneratedImage> before = reply.images().stored(spooled);
        return before.isPresent() ? before.get() : ingest(reading, index, spooled, known);
    }

    private GeneratedImage ingest(
            Reading reading, int index, SpooledImage spooled, Function<GeneratedImage, ImageRecord> known) {
        Called.Answered reply = reading.reply();
        ImageFormat declared = declared(reading.images().get(index));
        try {
            ImageRecord record = reply.images().waited()
                    ? reading.ingestor().ingest(spooled, declared, known)
                    : reading.ingestor().ingestReceived(spooled, declared, known);
            GeneratedImage stored = record.image();
            reply.images().stored(spooled, stored);
            return stored;
        } catch (ImageRefusedException e) {
            throw malformed(reading.stepId(), "unusable image" + reading.number(index) + ": " + e.getMessage(), reply);
        } catch (RuntimeException e) {
            throw unstored(reading, index, spooled, e);
        }
    }

    private static StepException unstored(Reading reading, int index, SpooledImage spooled, RuntimeException error) {
        String number = reading.number(index);
        String why = error instanceof ImageStoreException
                ? error.getMessage()
                : "it threw " + error.getClass().getName() + ", see the cause";
        String rest = Files.exists(spooled.file())
                ? "; " + reading.waiting() + "; mend the store, then " + reading.afterResuming()
                : "; its bytes are no longer in " + spooled.file() + ", so only a new run can make it again: ";
        return new StepException.StoreFailed(
                "step '" + reading.stepId() + "': " + (number.isEmpty() ? "the image" : "image" + number)
                        + " was paid for and cannot be stored" + rest + why,
                error);
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
