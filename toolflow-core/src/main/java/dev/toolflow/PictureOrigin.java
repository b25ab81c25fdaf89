package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.store.ImageOrigin;
import dev.toolflow.store.ImageOrigin.Kind;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says of the pictures of one call where they came from. Immutable.
 *
 * @param context the step
 * @param attempt its attempt
 * @param request what was asked
 * @param clock says when
 */
record PictureOrigin(StepContext context, int attempt, ToolCallRequest request, Clock clock) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** The record of a preview, whose call has not ended. */
    ImageRecord preview(GeneratedImage image, int index) {
        return record(image, index, Kind.PARTIAL, call(null, null));
    }

    /** @param promptSha256 of the prompt as the service sent it, where it says so */
    ImageRecord picture(GeneratedImage image, int index, CallReceipt receipt, @Nullable String promptSha256) {
        String id = receipt.responseId() == null ? receipt.requestId() : receipt.responseId();
        return record(image, index, Kind.FINAL, call(id, promptSha256));
    }

    private ImageRecord record(GeneratedImage image, int index, Kind kind, ImageOrigin.Call call) {
        RunState run = context.run();
        ImageOrigin origin = new ImageOrigin(run.id(), context.id(), attempt, index, kind, call);
        return ImageRecord.of(image, origin, clock.instant(), run.options().attributes());
    }

    private ImageOrigin.Call call(@Nullable String responseId, @Nullable String promptSha256) {
        Object input = request.input().value();
        Map<String, JsonNode> parameters = parameters(input);
        return new ImageOrigin.Call(
                request.model(),
                responseId,
                promptSha256 != null && HASH.matcher(promptSha256).matches() ? promptSha256 : sha256(prompt(input)),
                text(parameters.get("size")),
                text(parameters.get("quality")),
                text(parameters.get("background")));
    }

    private static Map<String, JsonNode> parameters(Object input) {
        if (input instanceof ImageGenerationInput generation) {
            return generation.parameters();
        }
        return input instanceof ImageEditInput edit ? edit.parameters() : Map.of();
    }

    private static String prompt(Object input) {
        if (input instanceof ImageGenerationInput generation) {
            return generation.prompt();
        }
        return input instanceof ImageEditInput edit ? edit.prompt() : "";
    }

    private static @Nullable String text(@Nullable JsonNode value) {
        return value == null ? null : value.asText();
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
