package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StreamingRequestTest {
    private static final byte[] PNG = Pictures.png(4, 3);
    private static final GeneratedImage IMAGE = Pictures.reference(PNG, 4, 3);

    @Nested
    class A_request_for_a_stream {

        @Test
        void of_chat_asks_for_usage_too() {
            assertThat(sent(Calls.streamingChat()))
                    .containsIgnoringCase("accept: text/event-stream")
                    .contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
        }

        @Test
        void of_a_generation_follows_from_its_previews() {
            assertThat(sent(Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 2))))
                    .containsIgnoringCase("accept: text/event-stream")
                    .contains("\"n\":1,\"stream\":true,\"partial_images\":2}");
        }

        @Test
        void of_an_edit_follows_from_its_previews() {
            assertThat(sent(Calls.edit(ImageEditInput.of("A tin", IMAGE).parameter("partial_images", 1))))
                    .containsIgnoringCase("accept: text/event-stream")
                    .contains("name=\"stream\"\r\n\r\ntrue\r\n")
                    .contains("name=\"partial_images\"\r\n\r\n1\r\n");
        }
    }

    @Nested
    class Any_other_request {

        @Test
        void does_not_speak_of_streams() {
            assertThat(sent(Calls.chat()))
                    .containsIgnoringCase("accept: application/json")
                    .doesNotContain("stream");
            assertThat(sent(Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 0))))
                    .containsIgnoringCase("accept: application/json")
                    .doesNotContain("stream");
            assertThat(sent(Calls.edit(ImageEditInput.of("A tin", IMAGE)))).doesNotContain("name=\"stream\"");
        }
    }

    private static String sent(ToolCallRequest request) {
        try (RawServer server = new RawServer(RawServer.json(400, "{}"));
                DefaultOpenAiToolService service = Calls.service(server.url());
                Calls.Context context = new Calls.Context().store(IMAGE, PNG)) {
            assertThat(catchThrowableOfType(ToolCallException.class, () -> service.executeToolCall(request, context)))
                    .isNotNull();
            return server.requests().get(0);
        }
    }
}
