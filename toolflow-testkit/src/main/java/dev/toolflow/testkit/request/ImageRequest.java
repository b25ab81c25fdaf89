package dev.toolflow.testkit.request;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An image generation or edit that OpenAI would accept, with its defaults filled in. Immutable. */
public final class ImageRequest {

    private static final Pattern SIZE = Pattern.compile("(\\d+)x(\\d+)");
    private static final Set<String> INTEGERS = Set.of("n", "output_compression", "partial_images");

    private final Map<String, String> fields;
    private final List<Part> images;
    private final @Nullable Part mask;

    private ImageRequest(Map<String, String> fields, List<Part> images, @Nullable Part mask) {
        this.fields = Map.copyOf(fields);
        this.images = List.copyOf(images);
        this.mask = mask;
    }

    /**
     * Reads the JSON body of a generation.
     *
     * @throws BadRequest if OpenAI would refuse it
     */
    public static ImageRequest generation(JsonNode body) {
        if (!body.isObject()) {
            throw BadRequest.of("We could not parse the JSON body of your request.", null, null);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        body.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                checkType(field.getKey(), field.getValue());
                fields.put(field.getKey(), field.getValue().asText());
            }
        });
        new ImageRules(fields, false).check();
        return new ImageRequest(fields, List.of(), null);
    }

    /**
     * Reads the form of an edit.
     *
     * @throws BadRequest if OpenAI would refuse it
     */
    public static ImageRequest edit(List<Part> parts) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<Part> images = new ArrayList<>();
        Part mask = null;
        for (Part part : parts) {
            switch (part.name()) {
                case "image", "image[]" -> images.add(part);
                case "mask" -> mask = part;
                default -> fields.put(part.name(), part.text());
            }
        }
        new ImageRules(fields, true).check();
        UploadRules.check(images, mask, fields.getOrDefault("model", ""));
        return new ImageRequest(fields, images, mask);
    }

    private static void checkType(String name, JsonNode value) {
        boolean fits = INTEGERS.contains(name)
                ? value.isIntegralNumber()
                : name.equals("stream") ? value.isBoolean() : value.isTextual();
        if (!fits && value.isValueNode()) {
            throw BadRequest.wrongType(name, INTEGERS.contains(name) ? "an integer" : "a string");
        }
    }

    /** Returns the model asked for. */
    public String model() {
        return fields.getOrDefault("model", "");
    }

    /** Returns the prompt. */
    public String prompt() {
        return fields.getOrDefault("prompt", "");
    }

    /** Returns how many pictures are wanted. */
    public int count() {
        return Integer.parseInt(fields.getOrDefault("n", "1"));
    }

    /** Returns the width in pixels; 1024 for {@code auto}. */
    public int width() {
        return side(1);
    }

    /** Returns the height in pixels; 1024 for {@code auto}. */
    public int height() {
        return side(2);
    }

    /** Returns the quality that is used; {@code auto} becomes medium. */
    public String quality() {
        String quality = fields.getOrDefault("quality", isDallE() ? "standard" : "auto");
        return quality.equals("auto") ? "medium" : quality;
    }

    /** Returns whether the background is left out. */
    public boolean transparent() {
        return "transparent".equals(fields.get("background"));
    }

    /** Returns the format of the answer; PNG unless asked otherwise. */
    public PictureType format() {
        String format = fields.getOrDefault("output_format", "png");
        return switch (format) {
            case "jpeg" -> PictureType.JPEG;
            case "webp" -> PictureType.WEBP;
            default -> PictureType.PNG;
        };
    }

    /** Returns the compression, 0–100; empty if the request does not say. */
    public Optional<Integer> compression() {
        return Optional.ofNullable(fields.get("output_compression")).map(Integer::valueOf);
    }

    /** Returns whether the model is one of the retired ones that gateways still serve. */
    public boolean isDallE() {
        return model().startsWith("dall-e");
    }

    /** Returns whether links are wanted instead of bytes, which only dall-e models can. */
    public boolean wantsUrl() {
        return isDallE() && !"b64_json".equals(fields.get("response_format"));
    }

    /** Returns whether the answer comes as server-sent events. */
    public boolean streams() {
        return "true".equals(fields.get("stream"));
    }

    /** Returns how many previews come before the picture, 0–3. */
    public int previews() {
        return Integer.parseInt(fields.getOrDefault("partial_images", "0"));
    }

    /** Returns the pictures to edit, in the order sent; empty for a generation. */
    public List<Part> images() {
        return images;
    }

    /** Returns the mask of an edit. */
    public Optional<Part> mask() {
        return Optional.ofNullable(mask);
    }

    private int side(int group) {
        Matcher size = SIZE.matcher(fields.getOrDefault("size", "auto"));
        return size.matches() ? Integer.parseInt(size.group(group)) : 1024;
    }
}
