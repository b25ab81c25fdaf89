package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.record.Hashes;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what a step is given: worked out from the flow, completed, sanitized, validated, written as JSON. Immutable.
 *
 * @param <I> what the step is given
 */
final class StepInput<I> {
    private static final Logger LOG = LoggerFactory.getLogger(StepInput.class);

    private final String stepId;
    private final ToolCallStep<I, ?> step;
    private final ImagePolicy images;

    StepInput(String stepId, ToolCallStep<I, ?> step, ImagePolicy images) {
        this.images = images;
        this.stepId = stepId;
        this.step = step;
    }

    /** @throws StepException when the flow's code throws or what it makes breaks a constraint */
    I prepared(Supplier<? extends I> source) {
        return checked(UserCode.call(stepId, "the mapping of its input", source), "its input", "nothing");
    }

    /**
     * Returns what is asked in place of an input that moderation stopped; empty where there is no hook, or it makes no other.
     *
     * @throws StepException when the hook throws or what it makes breaks a constraint
     */
    Optional<I> softer(I stopped) {
        return step.onModeration()
                .map(hook -> checked(
                        UserCode.call(stepId, "its onModeration hook", () -> hook.apply(stopped)),
                        "what its onModeration hook made of its input",
                        "nothing more"))
                .filter(softer -> !softer.equals(stopped));
    }

    private I checked(I raw, String what, String called) {
        I clean = UserCode.call(
                stepId, "the input sanitizer", () -> step.inputSanitizer().apply(raw));
        I input = images.completed(step, clean);
        List<Violation> violations = UserCode.call(stepId, "validating its input", () -> violations(input));
        if (!violations.isEmpty()) {
            throw new StepException.InvalidInput("step '" + stepId + "': " + what + " is not valid: "
                    + InvalidInputException.describe(violations) + "; " + called + " was called");
        }
        return input;
    }

    private List<Violation> violations(I input) {
        return all(typeOf(input).validate(input), images.check(step, input));
    }

    /** What a model does not take says more than the constraint of the same name, which holds for all models. */
    static List<Violation> all(List<Violation> ofType, List<Violation> ofModel) {
        if (ofModel.isEmpty()) {
            return ofType;
        }
        Stream<Violation> others = ofType.stream()
                .filter(broken ->
                        ofModel.stream().noneMatch(wrong -> wrong.path().equals(broken.path())));
        return Stream.concat(others, ofModel.stream())
                .sorted(Comparator.comparing(Violation::path))
                .toList();
    }

    /**
     * Returns the input as the model is to have it: as JSON, and for a chat step with the pictures that the JSON names, each
     * once, in its order. The pictures of an edit, its mask too, are named by the input itself.
     *
     * @throws StepException when it cannot be written, or the store does not have a picture
     */
    Written written(I input, ImageStore store) {
        Map<String, GeneratedImage> images = new LinkedHashMap<>();
        String json = UserCode.call(
                stepId,
                "writing its input as JSON",
                () -> typeOf(input)
                        .write(input, GeneratedImage.class, image -> images.putIfAbsent(image.sha256(), image)));
        boolean chats = step.definition() instanceof ChatStepDefinition;
        if (chats || input instanceof ImageEditInput) {
            images.values().forEach(image -> requireStored(image, store));
        }
        return new Written(json, chats ? List.copyOf(images.values()) : List.of());
    }

    /** Tells inputs apart; empty where one cannot be written, such as a local step's of any type. */
    String hash(I input) {
        try {
            return Hashes.inputHash(typeOf(input).write(input));
        } catch (RuntimeException e) {
            LOG.debug("step {}: its input cannot be compared with a later one", stepId, e);
            return "";
        }
    }

    /** What a model is given of a step's input. */
    record Written(String json, List<GeneratedImage> images) {}

    private void requireStored(GeneratedImage image, ImageStore store) {
        boolean stored;
        try {
            stored = store.contains(image);
        } catch (ImageStoreException e) {
            throw new StepException.StoreFailed(
                    "step '" + stepId + "': the image store does not say whether it has the picture " + image.fileName()
                            + " of its input; nothing was called: " + e.getMessage(),
                    e);
        }
        if (!stored) {
            throw new StepException.InvalidInput("step '" + stepId + "': its input has the picture "
                    + image.fileName() + ", which the engine's image store does not have; put it there with an"
                    + " ImageIngestor; nothing was called");
        }
    }

    /** The declared type, so that a sealed input keeps its kind; the value's own where a local step declares none. */
    @SuppressWarnings("unchecked")
    private JsonType<I> typeOf(I input) {
        Class<I> declared = step.definition().inputType();
        return declared == Object.class ? (JsonType<I>) JsonType.plain(input.getClass()) : JsonType.plain(declared);
    }
}
