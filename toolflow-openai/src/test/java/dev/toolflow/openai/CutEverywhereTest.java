package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A reply that may be whole nowhere but at its end, cut behind each of its bytes. */
@Timeout(120)
class CutEverywhereTest {
    private static final String JSON = "content-type: application/json";
    private static final String EVENTS = "content-type: text/event-stream";
    private static final String UNANNOUNCED = "connection: close";
    private static final String CHUNKED = "transfer-encoding: chunked";
    /** Too short for a picture, which is looked at when the reply is whole. */
    private static final String PICTURE = "iVBORw==";

    @Nested
    class Without_a_length_the_outcome_is_unknown_of {

        @Test
        void pictures() {
            String body = """
                    {
                      "created": 1, "flag": true,
                      "data": [ { "b64_json": "%s", "revised_prompt": null } ],
                      "usage": { "input_tokens": 20, "output_tokens": 1000 }
                    }""".formatted(PICTURE);

            unknownWhereverCut(Calls.image(), body, JSON, UNANNOUNCED);
        }

        @Test
        void a_completion() {
            unknownWhereverCut(Calls.chat(), Calls.completion("{\"colors\": []}"), JSON, UNANNOUNCED);
        }
    }

    @Nested
    class However_it_ends_the_outcome_is_unknown_of {

        @ParameterizedTest
        @ValueSource(strings = {UNANNOUNCED, CHUNKED})
        void a_stream_of_pictures(String framing) {
            String body = """
                    event: image_generation.completed
                    data: {"type": "image_generation.completed", "b64_json": "%s", "ok": true}""".formatted(PICTURE);
            ToolCallRequest request =
                    Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 1));

            unknownWhereverCut(request, body, EVENTS, framing);
        }

        @ParameterizedTest
        @ValueSource(strings = {UNANNOUNCED, CHUNKED})
        void a_streamed_completion(String framing) {
            String body = """
                    data: {"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"arguments": "{}"}}]}}], "x": true}

                    data: [DONE]""";

            unknownWhereverCut(Calls.streamingChat(), body, EVENTS, framing);
        }
    }

    @Nested
    class Behind_its_last_brace {
        private final String body = "{\"data\":[{\"b64_json\":\"" + PICTURE
                + "\"}],\"usage\":{\"input_tokens\":20,\"output_tokens\":1000}}";

        @Test
        void a_reply_is_whole_although_the_announced_rest_is_missing() {
            try (RawServer server = new RawServer(RawServer.cut(body + " ".repeat(30), body.length()))) {
                assertThat(Calls.call(server.url(), Calls.image()).usage()).isEqualTo(TokenUsage.of(20, 1000));
            }
        }

        @Test
        void a_reply_is_whole_although_its_last_chunk_is_missing() {
            String completion = Calls.completion("{}");
            RawServer.Reaction unfinished = socket -> {
                String reply = "HTTP/1.1 200 OK\r\n" + JSON + "\r\n" + CHUNKED + "\r\n\r\n"
                        + Integer.toHexString(completion.length()) + "\r\n" + completion + "\r\n";
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                return false;
            };
            try (RawServer server = new RawServer(unfinished)) {
                assertThat(Calls.call(server.url(), Calls.chat()).output()).isEqualTo("{}");
                assertThat(server.requests()).hasSize(1);
            }
        }

        @Test
        void what_is_missing_before_it_leaves_the_outcome_unknown_and_keeps_the_usage() {
            try (RawServer server = new RawServer(RawServer.cut(body, body.length() - 1))) {
                OutcomeUnknown unknown = Calls.failure(server.url(), Calls.image(), OutcomeUnknown.class);

                assertThat(unknown.receipt().usage()).isEqualTo(TokenUsage.of(20, 1000));
            }
        }
    }

    private static void unknownWhereverCut(ToolCallRequest request, String text, String type, String framing) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        AtomicInteger sent = new AtomicInteger();
        try (RawServer server =
                        new RawServer(socket -> answer(socket, type, framing, Arrays.copyOf(body, sent.get())));
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            for (; sent.get() < body.length; sent.incrementAndGet()) {
                try (Calls.Context context = new Calls.Context()) {
                    assertThat(catchThrowable(() -> service.executeToolCall(request, context)))
                            .as("cut behind byte %s", sent)
                            .isInstanceOf(OutcomeUnknown.class);
                }
            }
        }
    }

    private static boolean answer(Socket socket, String type, String framing, byte[] body) throws IOException {
        // At once: a connection that is kept would have its client wait for each piece.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(("HTTP/1.1 200 OK\r\n" + type + "\r\n" + framing + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        boolean chunked = framing.equals(CHUNKED);
        if (chunked && body.length > 0) {
            out.write((Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        out.write(body);
        if (chunked) {
            out.write(((body.length > 0 ? "\r\n" : "") + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        }
        socket.getOutputStream().write(out.toByteArray());
        return chunked;
    }
}
