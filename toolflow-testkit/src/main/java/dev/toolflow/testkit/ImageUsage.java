package dev.toolflow.testkit;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.toolflow.testkit.request.ImageRequest;
import java.io.IOException;

/**
 * Plausible token counts of one image call. A medium 1024×1024 picture is 1,056 tokens, as OpenAI's price page had it for
 * gpt-image-1; other sizes count by their area, and each preview of a stream costs 100 tokens more.
 */
record ImageUsage(long textInput, long imageInput, long output) {

    private static final int TOKENS_PER_INPUT_IMAGE = 323;
    private static final long PREVIEW_TOKENS = 100;
    private static final double PIXELS = 1024.0 * 1024.0;

    static ImageUsage of(ImageRequest request) {
        double whole = switch (request.quality()) {
            case "low" -> 272;
            case "high" -> 4160;
            case "xhigh" -> 6240;
            case "max" -> 8320;
            default -> 1056;
        };
        long each = Math.max(16, Math.round(whole * request.width() * request.height() / PIXELS));
        int pictures = request.images().size() + (request.mask().isPresent() ? 1 : 0);
        long text = 4L + request.prompt().length() / 4;
        return new ImageUsage(
                text,
                (long) TOKENS_PER_INPUT_IMAGE * pictures,
                each * request.count() + PREVIEW_TOKENS * request.previews());
    }

    long input() {
        return textInput + imageInput;
    }

    void writeTo(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("input_tokens", input());
        json.writeNumberField("output_tokens", output);
        json.writeNumberField("total_tokens", input() + output);
        json.writeObjectFieldStart("input_tokens_details");
        json.writeNumberField("text_tokens", textInput);
        json.writeNumberField("image_tokens", imageInput);
        json.writeEndObject();
        json.writeObjectFieldStart("output_tokens_details");
        json.writeNumberField("text_tokens", 0);
        json.writeNumberField("image_tokens", output);
        json.writeEndObject();
        json.writeEndObject();
    }
}
