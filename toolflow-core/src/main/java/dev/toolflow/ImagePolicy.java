package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ModelDefaults;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an engine's image steps ask for by default, what their answers may be, and whether their models take it. Thread-safe,
 * shared by all runs of an engine.
 */
final class ImagePolicy {
    private static final Logger LOG = LoggerFactory.getLogger(ImagePolicy.class);
    private static final String FORMAT = "output_format";
    private static final Pattern SIDES = Pattern.compile("(\\d{1,9})x(\\d{1,9})");

    private final EngineSettings settings;
    private final ModelDefaults models;
    private final Set<String> cautioned;

    ImagePolicy(EngineSettings settings) {
        this(settings, settings.models(), ConcurrentHashMap.newKeySet());
    }

    private ImagePolicy(EngineSettings settings, ModelDefaults models, Set<String> cautioned) {
        this.settings = settings;
        this.models = models;
        this.cautioned = cautioned;
    }

    /** The same with other models where a step names none. */
    ImagePolicy with(ModelDefaults defaults) {
        return new ImagePolicy(settings, defaults, cautioned);
    }

    /** @throws IllegalArgumentException if the engine's default image model does not take the engine's settings */
    static EngineSettings checked(EngineSettings settings) {
        String model = settings.models().image();
        List<Violation> violations = settings.imageModels().checkGenerations(model, settings.imageDefaults());
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException("imageDefaults: the default image model does not take them: "
                    + InvalidInputException.describe(violations));
        }
        settings.imageLimits().within(settings.imageDefaults());
        return settings;
    }

    /** @throws InvalidFlowException if the model of an image step does not take what engine and step ask for */
    void requireTaken(ToolFlow<?, ?> flow) {
        List<String> refused = new ArrayList<>();
        flow.graph().forEachCall("", (path, step) -> {
            List<Violation> violations = check(step);
            if (!violations.isEmpty()) {
                refused.add("step '" + path + "': " + InvalidInputException.describe(violations));
            }
        });
        if (!refused.isEmpty()) {
            throw new InvalidFlowException(
                    "flow '" + flow.name() + "': " + String.join("; ", refused)
                            + "; mend the steps' models or images(…), or the engine's imageDefaults or imageModels; nothing was called");
        }
    }

    /** Returns everything that is known to be wrong with an image step before its input is; empty for other steps. */
    List<Violation> check(ToolCallStep<?, ?> step) {
        if (!isImage(step)) {
            return List.of();
        }
        try {
            ImageSettings merged = settingsOf(step);
            settings.imageLimits().within(merged);
            return modelsOf(step).stream()
                    .flatMap(model -> check(step, model, merged).stream())
                    .distinct()
                    .toList();
        } catch (IllegalArgumentException e) {
            return List.of(new Violation("images", String.valueOf(e.getMessage())));
        }
    }

    private List<Violation> check(ToolCallStep<?, ?> step, String model, ImageSettings merged) {
        ImageModelCatalog models = settings.imageModels();
        List<Violation> violations = new ArrayList<>(
                step.definition() instanceof ImageEditStepDefinition
                        ? models.checkEdits(model, merged)
                        : models.checkGenerations(model, merged));
        violations.addAll(answer(step, model, merged.parameters()));
        violations.addAll(size(step, merged.parameters()));
        return violations;
    }

    /** Returns an input with what engine and step ask for where it says nothing; another input as it is. */
    @SuppressWarnings("unchecked")
    <I> I completed(ToolCallStep<I, ?> step, I input) {
        return input instanceof ImageRequest<?> request && isImage(step)
                ? (I) request.withDefaults(settingsOf(step))
                : input;
    }

    /** Returns what the step's models do not take of an input, or the step's settings of its answer. */
    List<Violation> check(ToolCallStep<?, ?> step, Object input) {
        if (!(input instanceof ImageRequest<?> request) || !isImage(step)) {
            return List.of();
        }
        Set<Violation> violations = new LinkedHashSet<>();
        for (String model : modelsOf(step)) {
            caution(model);
            violations.addAll(settings.imageModels().check(model, request));
            violations.addAll(answer(step, model, request.parameters()));
        }
        violations.addAll(size(step, request.parameters()));
        return List.copyOf(violations);
    }

    /** The same for an input as it is completed; nothing where it is no image request. */
    List<Violation> checkCompleted(ToolCallStep<?, ?> step, Object input) {
        return input instanceof ImageRequest<?> request && isImage(step)
                ? check(step, request.withDefaults(settingsOf(step)))
                : List.of();
    }

    /** Returns whether a model takes a request that the engine made of a step's input; what is no image request is. */
    boolean isTaken(String model, Object input) {
        return !(input instanceof ImageRequest<?> request)
                || settings.imageModels().check(model, request).isEmpty();
    }

    /** Returns what is wrong with the format of the answer, which nothing but its guards would find. */
    private List<Violation> answer(ToolCallStep<?, ?> step, String model, Map<String, JsonNode> parameters) {
        Set<ImageFormat> formats = new TreeSet<>(limits(step).formats());
        JsonNode asked = parameters.get(FORMAT);
        if (asked == null && settingsOf(step).formats().isPresent() && defaultsToPng(model)) {
            return formats.contains(ImageFormat.PNG)
                    ? List.of()
                    : List.of(new Violation(
                            FORMAT,
                            "is png unless another is asked for, and the answer may only be " + formats
                                    + "; ask for one of these"));
        }
        String format = asked == null ? "" : asked.asText();
        return ImageFormat.ofMimeType("image/" + format)
                .filter(known -> !formats.contains(known))
                .map(known -> new Violation(FORMAT, "the answer may only be " + formats + ", not " + format))
                .stream()
                .toList();
    }

    /** Returns what is wrong with a size that would be refused once it was paid. */
    private List<Violation> size(ToolCallStep<?, ?> step, Map<String, JsonNode> parameters) {
        JsonNode asked = parameters.get("size");
        String text = asked == null ? "" : asked.asText();
        Matcher sides = SIDES.matcher(text);
        if (!sides.matches()) {
            return List.of();
        }
        ImageLimits limits = limits(step);
        long width = Long.parseLong(sides.group(1));
        long height = Long.parseLong(sides.group(2));
        return Math.max(width, height) <= limits.maxSide() && width * height <= limits.maxPixels()
                ? List.of()
                : List.of(new Violation(
                        "size",
                        "the answer may only have sides of " + limits.maxSide() + " and " + limits.maxPixels()
                                + " pixels, not " + text
                                + "; ask for less, or raise ImageLimits.maxSide or maxPixels"));
    }

    private boolean defaultsToPng(String name) {
        return settings.imageModels()
                .find(name)
                .flatMap(model -> model.values(FORMAT))
                .filter(formats -> !formats.isEmpty())
                .isPresent();
    }

    /** Returns what the images of a step may be. */
    ImageLimits limits(ToolCallStep<?, ?> step) {
        return isImage(step) ? settings.imageLimits().within(settingsOf(step)) : settings.imageLimits();
    }

    /** Returns the model that a step calls first. */
    String modelOf(ToolCallStep<?, ?> step) {
        return step.calling()
                .model()
                .orElseGet(() -> models.forTool(step.definition().name()));
    }

    /** Returns all models that a step may call, in the order in which it does. */
    List<String> modelsOf(ToolCallStep<?, ?> step) {
        List<String> others = step.calling().fallback();
        return others.isEmpty()
                ? List.of(modelOf(step))
                : Stream.concat(Stream.of(modelOf(step)), others.stream())
                        .distinct()
                        .toList();
    }

    private ImageSettings settingsOf(ToolCallStep<?, ?> step) {
        return settings.imageDefaults().and(step.calling().images());
    }

    private static boolean isImage(ToolCallStep<?, ?> step) {
        return Endpoint.forTool(step.definition().name()).isImage();
    }

    /** Once for each model: who reads the log is to know, not to be flooded. */
    private void caution(String model) {
        if (cautioned.add(model)) {
            settings.imageModels().caution(model).ifPresent(text -> LOG.warn(LogField.clean(text)));
        }
    }
}
