package dev.toolflow.testkit.request;

import java.util.Map;
import java.util.Set;

/** What the image endpoints refuse, by model family. The fields of a form and those of a JSON body are judged alike. */
final class ImageRules {

    private static final Set<String> COMMON = Set.of(
            "model",
            "prompt",
            "n",
            "size",
            "quality",
            "background",
            "output_format",
            "output_compression",
            "user",
            "safety_identifier",
            "partial_images",
            "stream",
            "response_format");
    private static final Set<String> GENERATION = Set.of("moderation", "style");
    private static final Set<String> EDIT = Set.of("input_fidelity");
    private static final Set<String> NEWEST = Set.of("complexity", "mode", "frame_count", "frame_duration_ms", "svg");

    private static final int MOST_PREVIEWS = 3;

    private final Map<String, String> fields;
    private final boolean edit;

    ImageRules(Map<String, String> fields, boolean edit) {
        this.fields = fields;
        this.edit = edit;
    }

    void check() {
        ImageFamily family = family();
        checkNames(family);
        checkPrompt(family);
        checkCount(family);
        checkSize(family);
        oneOf("quality", family.qualities());
        checkFormat();
        checkOnlyForSome(family);
        checkStream();
    }

    private void checkNames(ImageFamily family) {
        for (String name : fields.keySet()) {
            boolean newest = !edit && family == ImageFamily.GPT_IMAGE_NEXT && NEWEST.contains(name);
            if (!newest && !COMMON.contains(name) && !(edit ? EDIT : GENERATION).contains(name)) {
                throw BadRequest.of("Unknown parameter: '" + name + "'.", name, "unknown_parameter");
            }
        }
    }

    private void checkStream() {
        oneOf("stream", Set.of("true", "false"));
        integer("partial_images", 0, MOST_PREVIEWS);
        boolean streams = "true".equals(fields.get("stream"));
        if (streams && !fields.getOrDefault("n", "1").equals("1")) {
            throw BadRequest.of("Streaming is only supported with n=1.", null, null);
        }
        if (!streams && fields.containsKey("partial_images")) {
            throw BadRequest.of("'partial_images' is only allowed with 'stream'.", "partial_images", "invalid_value");
        }
    }

    private ImageFamily family() {
        String model = fields.getOrDefault("model", "");
        if (model.isBlank()) {
            throw BadRequest.missing("model");
        }
        if (model.equals("gpt-image-1")) {
            throw BadRequest.ofStatus(
                    404, "The model `gpt-image-1` has been shut down on 2026-10-23.", "model", "model_not_found");
        }
        ImageFamily family = ImageFamily.of(model)
                .orElseThrow(
                        () -> BadRequest.invalid("Invalid value: '" + model + "' is not an image model.", "model"));
        if (edit && family == ImageFamily.DALL_E_3) {
            throw BadRequest.invalid("Invalid value: 'dall-e-3'. Value must be a model that can edit images.", "model");
        }
        return family;
    }

    private void checkPrompt(ImageFamily family) {
        String prompt = fields.getOrDefault("prompt", "");
        if (prompt.isBlank()) {
            throw BadRequest.missing("prompt");
        }
        int length = prompt.codePointCount(0, prompt.length());
        if (length > family.longestPrompt()) {
            throw BadRequest.of(
                    "Invalid 'prompt': string too long. Expected a string with maximum length " + family.longestPrompt()
                            + ", but got a string with length " + length + " instead.",
                    "prompt",
                    "string_above_max_length");
        }
    }

    private void checkCount(ImageFamily family) {
        integer("n", 1, family.mostImages());
    }

    private void checkSize(ImageFamily family) {
        String size = fields.get("size");
        if (size != null && !family.takesSize(size)) {
            throw BadRequest.invalid("Invalid value: '" + size + "' is not a size that this model makes.", "size");
        }
    }

    private void checkFormat() {
        oneOf("output_format", Set.of("png", "jpeg", "webp"));
        oneOf("background", Set.of("transparent", "opaque", "auto"));
        oneOf("moderation", Set.of("low", "auto"));
        oneOf("input_fidelity", Set.of("high", "low"));
        integer("output_compression", 0, 100);
        String format = fields.getOrDefault("output_format", "png");
        if (fields.containsKey("output_compression")
                && format.equals("png")
                && !"100".equals(fields.get("output_compression"))) {
            throw BadRequest.of(
                    "Compression less than 100 is not supported for PNG output format",
                    "output_compression",
                    "invalid_value");
        }
        if ("transparent".equals(fields.get("background")) && format.equals("jpeg")) {
            throw BadRequest.of(
                    "Transparent background is not supported for JPEG output format", "background", "invalid_value");
        }
    }

    private void checkOnlyForSome(ImageFamily family) {
        if (family.isGpt()) {
            refuse("style", "response_format");
        } else {
            refuse("background", "output_format", "output_compression", "moderation", "input_fidelity");
            refuse("stream", "partial_images", "safety_identifier");
            oneOf("response_format", Set.of("url", "b64_json"));
            oneOf("style", Set.of("vivid", "natural"));
        }
        if (family == ImageFamily.DALL_E_2) {
            refuse("style");
        }
        if (family == ImageFamily.GPT_IMAGE_2) {
            refuse("input_fidelity");
        }
        String model = fields.getOrDefault("model", "");
        if (model.startsWith("gpt-image-1-mini") && "high".equals(fields.get("input_fidelity"))) {
            throw BadRequest.invalid("Invalid value: 'high'. Supported values are: 'low'.", "input_fidelity");
        }
    }

    private void refuse(String... names) {
        for (String name : names) {
            if (fields.containsKey(name)) {
                throw BadRequest.of("Unknown parameter: '" + name + "'.", name, "unknown_parameter");
            }
        }
    }

    private void oneOf(String name, Set<String> values) {
        String value = fields.get(name);
        if (value != null && !values.contains(value)) {
            throw BadRequest.invalid(
                    "Invalid value: '" + value + "'. Supported values are: "
                            + values.stream().sorted().toList() + ".",
                    name);
        }
    }

    private void integer(String name, int least, int most) {
        String value = fields.get(name);
        if (value == null) {
            return;
        }
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw BadRequest.wrongType(name, "an integer");
        }
        if (number < least || number > most) {
            throw BadRequest.invalid(
                    "Invalid '" + name + "': expected an integer from " + least + " to " + most + ", but got " + number
                            + ".",
                    name);
        }
    }
}
