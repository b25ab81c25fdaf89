package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.Base64;

/** Replies with a picture and its usage, and what the service makes of them. */
final class PictureReplies {
    static final byte[] PNG = Pictures.png(40, 30);
    static final String PICTURE = Base64.getEncoder().encodeToString(PNG);
    static final String USAGE = "\"usage\":{\"input_tokens\":20,\"output_tokens\":1000,\"total_tokens\":1020,"
            + "\"input_tokens_details\":{\"text_tokens\":15,\"image_tokens\":5},"
            + "\"output_tokens_details\":{\"image_tokens\":990,\"text_tokens\":10}}";
    static final TokenUsage REPORTED = TokenUsage.of(20, 1000).withImageInput(5).withImageOutput(990);

    final Calls.Context context =
            new Calls.Context(Duration.ofMinutes(1), ImageLimits.standard().maxBytes(100_000));

    void close() {
        context.close();
    }

    ToolCallResponse answer(String body, ToolCallRequest request) {
        try (RawServer server = RawServer.answering(body);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(request, context);
        }
    }

    void assertUsageKept(ToolCallException malformed) {
        assertThat(malformed.receipt().usage()).isEqualTo(REPORTED);
    }

    Malformed malformed(String body, ToolCallRequest request) {
        return catchThrowableOfType(Malformed.class, () -> answer(body, request));
    }

    static String body(String... items) {
        return "{\"created\":1,\"data\":[" + String.join(",", items) + "]," + USAGE + "}";
    }

    static String item(String base64) {
        return "{\"b64_json\":\"" + base64 + "\"}";
    }
}
