package dev.toolflow.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.schema.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks one call of a model and collects all that is wrong. For one use. */
final class RequestCheck {
    private static final String COMPRESSION = "output_compression";
    private static final String FORMAT = "output_format";
    private static final String DEFAULT_FORMAT = "png";
    private static final String MODERATION = "moderation";
    private static final Set<String> GENERATIONS_ONLY = Set.of("style");
    private static final Set<String> EDITS_ONLY = Set.of("input_fidelity");
    private static final Set<String> ANY_VALUE = Set.of("user", "safety_identifier");

    private final String name;
    private final ImageModel model;
    private final List<Violation> violations = new ArrayList<>();

    /** @param name the model's name as the call has it */
    RequestCheck(String name, ImageModel model) {
        this.name = name;
        this.model = model;
    }

    List<Violation> request(ImageRequest<?> request) {
        prompt(request.prompt());
        atMost("n", 1, request.n(), model.mostImages());
        parameters(request.parameters());
        previews(request);
        if (request instanceof ImageEditInput edit) {
            refuse(generationsOnly(), edit.parameters(), "image edits do not take it; leave it out");
            edits();
            violations.addAll(new EditCheck(name, model).pictures(edit));
        } else {
            refuse(EDITS_ONLY, request.parameters(), "only image edits take it; leave it out");
        }
        return List.copyOf(violations);
    }

    /** The events of a stream do not say which of several pictures they are of. */
    private void previews(ImageRequest<?> request) {
        JsonNode previews = request.parameters().get("partial_images");
        int asked = previews == null ? 0 : previews.asInt();
        if (request.n() > 1 && asked > 0 && asked <= model.mostPartialImages().orElse(0)) {
            wrong("partial_images", name + " shows one picture a call while it is drawn, not n = " + request.n());
        }
    }

    List<Violation> generations(ImageSettings settings) {
        parameters(settings.parameters());
        return List.copyOf(violations);
    }

    List<Violation> edits(ImageSettings settings) {
        edits();
        parameters(settings.forEdits().parameters());
        return List.copyOf(violations);
    }

    private void edits() {
        if (model.edits().filter(edits -> edits.images() == 0).isPresent()) {
            wrong("model", name + " does not edit images; use a model that does");
        }
    }

    private void prompt(String prompt) {
        int length = prompt.codePointCount(0, prompt.length());
        if (prompt.isBlank()) {
            wrong("prompt", "must not be blank");
        } else if (model.longestPrompt().isPresent()
                && length > model.longestPrompt().getAsInt()) {
            wrong("prompt", name + " takes at most " + model.longestPrompt().getAsInt() + " characters, not " + length);
        }
    }

    private void parameters(Map<String, JsonNode> parameters) {
        parameters.forEach((parameter, value) -> {
            switch (parameter) {
                case "size" -> size(value.asText());
                case "partial_images" -> atMost(parameter, 0, value.asInt(), model.mostPartialImages());
                case COMPRESSION -> compression(format(parameters));
                default -> oneOf(parameter, value);
            }
        });
        if (text(parameters, "background").equals("transparent")
                && format(parameters).equals("jpeg")) {
            wrong("background", name + " takes transparent with png or webp, not with jpeg");
        }
    }

    private void size(String size) {
        Optional<ImageSizes> sizes = model.sizes();
        if (sizes.isPresent() && !sizes.get().contain(size)) {
            wrong("size", name + " takes " + sizes.get() + Choice.not(size));
        }
    }

    private void compression(String format) {
        Optional<List<String>> formats = model.values(COMPRESSION);
        if (formats.isPresent() && formats.get().isEmpty()) {
            wrong(COMPRESSION, takesNone());
        } else if (formats.map(list -> !list.contains(format)).orElse(format.equals(DEFAULT_FORMAT))) {
            String with = Choice.of(formats.orElse(List.of("jpeg", "webp")));
            wrong(COMPRESSION, name + " takes it with the output_format " + with + ", not with " + format);
        }
    }

    private void oneOf(String parameter, JsonNode value) {
        Optional<List<String>> values = ANY_VALUE.contains(parameter) ? Optional.empty() : model.values(parameter);
        if (values.isEmpty() || values.get().contains(value.asText())) {
            return;
        }
        wrong(
                parameter,
                values.get().isEmpty()
                        ? takesNone()
                        : name + " takes " + Choice.of(values.get()) + Choice.not(value.asText()));
    }

    private void atMost(String parameter, int least, int value, OptionalInt most) {
        if (most.isPresent() && most.getAsInt() == 0) {
            wrong(parameter, takesNone());
        } else if (most.isPresent() && (value < least || value > most.getAsInt())) {
            String range = most.getAsInt() == least ? String.valueOf(least) : least + " to " + most.getAsInt();
            wrong(parameter, name + " takes " + range + ", not " + value);
        }
    }

    /** OpenAI's edits take no moderation; a gateway's model of which nothing is known may. */
    private Set<String> generationsOnly() {
        return model.values(MODERATION).isEmpty()
                ? GENERATIONS_ONLY
                : Stream.concat(GENERATIONS_ONLY.stream(), Stream.of(MODERATION))
                        .collect(Collectors.toSet());
    }

    private void refuse(Set<String> unwanted, Map<String, JsonNode> parameters, String why) {
        violations.removeIf(violation -> unwanted.contains(violation.path()));
        for (String parameter : unwanted) {
            if (parameters.containsKey(parameter)) {
                wrong(parameter, why);
            }
        }
    }

    private String takesNone() {
        return name + " does not take it; leave it out";
    }

    private static String format(Map<String, JsonNode> parameters) {
        String format = text(parameters, FORMAT);
        return format.isEmpty() ? DEFAULT_FORMAT : format;
    }

    private static String text(Map<String, JsonNode> parameters, String name) {
        JsonNode value = parameters.get(name);
        return value == null ? "" : value.asText();
    }

    private void wrong(String parameter, String what) {
        violations.add(new Violation(parameter, what));
    }
}
