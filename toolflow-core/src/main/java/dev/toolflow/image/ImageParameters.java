package dev.toolflow.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an image call says besides its prompt, count and pictures, by the names OpenAI's images API has for it. Each
 * value is checked as far as it is the same for every model. Immutable.
 */
final class ImageParameters {
    private static final ImageParameters NONE = new ImageParameters(new TreeMap<>());
    static final String FORMAT = "output_format";
    static final String COMPRESSION = "output_compression";
    private static final String PNG = ImageFormat.PNG.wireName();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern SIZE = Pattern.compile("auto|[1-9][0-9]{0,4}x[1-9][0-9]{0,4}");
    private static final Set<String> TEXTS = Set.of(
            "quality", "background", FORMAT, "moderation", "style", "input_fidelity", "safety_identifier", "user");
    private static final Set<String> ANSWERS = Set.of("b64_json", "url");
    private static final Map<String, String> ELSEWHERE = Map.of(
            "prompt", "it is given to of(…) or withPrompt(…)",
            "n", "use n(…)",
            "image", "give the pictures to ImageEditInput.of(…)",
            "images", "give the pictures to ImageEditInput.of(…)",
            "mask", "use ImageEditInput.mask(…)",
            "model", "set it on the step",
            "stream", "the service decides it");

    private final SortedMap<String, JsonNode> values;

    private ImageParameters(SortedMap<String, JsonNode> values) {
        this.values = values;
    }

    static ImageParameters none() {
        return NONE;
    }

    /** Reads the flat JSON form; a JSON null counts as absent. */
    static ImageParameters fromJson(@Nullable Map<String, JsonNode> values) {
        ImageParameters parameters = NONE;
        if (values == null) {
            return parameters;
        }
        for (Map.Entry<String, JsonNode> value : values.entrySet()) {
            if (!value.getValue().isNull()) {
                parameters = parameters.with(value.getKey(), value.getValue());
            }
        }
        return parameters;
    }

    /** @throws IllegalArgumentException naming the parameter */
    ImageParameters with(String name, Object value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("image parameter: a name must match " + NAME);
        }
        String elsewhere = ELSEWHERE.get(name);
        if (elsewhere != null) {
            throw new IllegalArgumentException(name + ": not a parameter; " + elsewhere);
        }
        JsonNode node = copy(name, value);
        requireValid(name, node);
        TreeMap<String, JsonNode> more = new TreeMap<>(values);
        more.put(name, node);
        return new ImageParameters(more);
    }

    /** These, wherever the closer ones say nothing. PNG has no compression, so that it takes over none. */
    ImageParameters under(ImageParameters closer) {
        if (values.isEmpty() || closer.values.isEmpty()) {
            return values.isEmpty() ? closer : this;
        }
        TreeMap<String, JsonNode> merged = new TreeMap<>(values);
        merged.putAll(closer.values);
        if (!closer.values.containsKey(COMPRESSION) && PNG.equals(text(merged, FORMAT))) {
            merged.remove(COMPRESSION);
        }
        return new ImageParameters(merged);
    }

    ImageParameters without(String name) {
        TreeMap<String, JsonNode> fewer = new TreeMap<>(values);
        fewer.remove(name);
        return new ImageParameters(fewer);
    }

    /** The text of a parameter; empty where it is left to the model. */
    String text(String name) {
        return text(values, name);
    }

    private static String text(Map<String, JsonNode> values, String name) {
        JsonNode value = values.get(name);
        return value == null ? "" : value.asText();
    }

    /** By wire name. What the caller does to the values has no effect here. */
    SortedMap<String, JsonNode> asMap() {
        if (values.isEmpty()) {
            return Collections.emptySortedMap();
        }
        TreeMap<String, JsonNode> copy = new TreeMap<>();
        values.forEach((name, value) -> copy.put(name, value.deepCopy()));
        return Collections.unmodifiableSortedMap(copy);
    }

    /** Reads back what was written: equal JSON gives equal nodes, whether it came from Java or from a file. */
    private static JsonNode copy(String name, Object value) {
        try {
            JsonNode node = JSON.readTree(JSON.writeValueAsString(value));
            if (node.isNull() || node.isMissingNode()) {
                throw new IllegalArgumentException(name + ": must not be null; leave it out instead");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + ": a " + value.getClass().getName() + " cannot be JSON", e);
        }
    }

    private static void requireValid(String name, JsonNode value) {
        if (name.equals("size")) {
            require(value.isTextual() && SIZE.matcher(value.textValue()).matches(), name, "auto or like 1024x1536");
        } else if (name.equals(COMPRESSION)) {
            require(isFromZeroTo(100, value), name, "a whole number from 0 to 100");
        } else if (name.equals("partial_images")) {
            require(isFromZeroTo(Integer.MAX_VALUE, value), name, "a whole number that is not negative");
        } else if (name.equals("response_format")) {
            require(value.isTextual() && ANSWERS.contains(value.textValue()), name, "b64_json or url");
        } else if (TEXTS.contains(name)) {
            require(value.isTextual() && !value.textValue().isBlank(), name, "a text that is not blank");
        }
    }

    private static boolean isFromZeroTo(int most, JsonNode value) {
        return value.isInt() && value.intValue() >= 0 && value.intValue() <= most;
    }

    private static void require(boolean valid, String name, String rule) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": must be " + rule);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageParameters that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The names only: a value may tell who the user is. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
