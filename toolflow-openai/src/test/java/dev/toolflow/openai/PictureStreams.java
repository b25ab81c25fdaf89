package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** Streams of previews and a picture, and what the service makes of them. */
final class PictureStreams {
    static final byte[] PNG = Pictures.png(40, 30);
    static final byte[] DRAFT = Pictures.png(4, 3);
    static final TokenUsage USAGE = TokenUsage.of(20, 1000);
    static final String TYPE = "content-type: text/event-stream; charset=utf-8";

    final Calls.Context context =
            new Calls.Context(Duration.ofMinutes(1), ImageLimits.standard().maxBytes(100_000));

    void close() {
        context.close();
    }

    static ToolCallRequest one() {
        return Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 1));
    }

    ToolCallResponse answer(RawServer.Reaction reaction, ToolCallRequest request) {
        try (RawServer server = new RawServer(reaction);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(request, context);
        }
    }

    <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        return catchThrowableOfType(type, () -> answer(reaction, one()));
    }

    List<Delta.PartialImage> previews() {
        return context.deltas().stream().map(Delta.PartialImage.class::cast).toList();
    }

    static String preview(int index, byte[] picture) {
        return "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\","
                + "\"partial_image_index\":" + index + ",\"output_format\":\"png\",\"b64_json\":\"" + encoded(picture)
                + "\"}\n\n";
    }

    static String completed(byte[] picture) {
        return "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\""
                + encoded(picture) + "\",\"output_format\":\"png\","
                + "\"usage\":{\"input_tokens\":20,\"output_tokens\":1000}}\n\n";
    }

    static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
