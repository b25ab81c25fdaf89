package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageRequest;
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
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    /** The record of a preview, whose call has not ended. */
    ImageRecord preview(GeneratedImage image, int index) {
        return record(image, index, Kind.PARTIAL, call(null, MissingNode.getInstance()));
    }

    /** @param reply may say the hash of the prompt that was sent, and what a parameter that was left open came to */
    ImageRecord picture(GeneratedImage image, int index, CallReceipt receipt, JsonNode reply) {
        String id = receipt.responseId() == null ? receipt.requestId() : receipt.responseId();
        return record(image, index, Kind.FINAL, call(id, reply));
    }

    private ImageRecord record(GeneratedImage image, int index, Kind kind, ImageOrigin.Call call) {
        RunState run = context.run();
        ImageOrigin origin = new ImageOrigin(run.id(), context.id(), attempt, index, kind, call);
        return ImageRecord.of(image, origin, clock.instant(), run.options().attributes());
    }

    private ImageOrigin.Call call(@Nullable String responseId, JsonNode reply) {
        Object input = request.input().value();
        Map<String, JsonNode> asked = parameters(input);
        String promptSha256 = said(reply, "prompt_sha256", HASH);
        return new ImageOrigin.Call(
                request.model(),
                responseId,
                promptSha256 == null ? sha256(prompt(input)) : promptSha256,
                said("size", reply, asked),
                said("quality", reply, asked),
                said("background", reply, asked));
    }

    private static @Nullable String said(String parameter, JsonNode reply, Map<String, JsonNode> asked) {
        String said = said(reply, parameter, WORD);
        return said == null ? text(asked.get(parameter)) : said;
    }

    private static @Nullable String said(JsonNode reply, String field, Pattern form) {
        String text = reply.path(field).textValue();
        return text != null && form.matcher(text).matches() ? text : null;
    }

    private static Map<String, JsonNode> parameters(Object input) {
        return input instanceof ImageRequest<?> image ? image.parameters() : Map.of();
    }

    private static String prompt(Object input) {
        return input instanceof ImageRequest<?> image ? image.prompt() : "";
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
