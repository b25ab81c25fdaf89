package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.NotReceived;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures that were paid for and that the spool cannot take. */
@Timeout(60)
class FullDiskTest {
    private static final String PICTURE =
            "\"b64_json\":\"" + Base64.getEncoder().encodeToString(Pictures.png(40, 30)) + "\"";
    private static final String USAGE = "\"usage\":{\"input_tokens\":20,\"output_tokens\":1000}";
    private static final String MORE_THAN_IS_BUFFERED = " ".repeat(1 << 18);
    private static final String COMPLETED =
            "data: {\"type\":\"image_generation.completed\"," + PICTURE + "," + USAGE + "}\n\n";

    private final Calls.Context context = new Calls.Context();

    @AfterEach
    void close() {
        context.close();
    }

    @Nested
    class A_picture_that_finds_no_place {

        @Test
        void keeps_the_usage_that_follows_it_in_the_reply() {
            NotReceived failure = failure(
                    "application/json",
                    "{\"data\":[{" + PICTURE + "}," + MORE_THAN_IS_BUFFERED + "{",
                    PICTURE + "},{" + PICTURE + "}]," + USAGE + "}",
                    3);

            assertThat(failure)
                    .hasMessageContaining("step 'hero'")
                    .hasMessageContaining("could not be kept")
                    .hasMessageContaining("free space");
            assertThat(failure.receipt().usage()).isEqualTo(TokenUsage.of(20, 1000));
        }

        @Test
        void keeps_the_usage_of_all_that_a_stream_brought() {
            NotReceived failure = failure("text/event-stream", COMPLETED, COMPLETED + COMPLETED, 3);

            assertThat(failure.receipt().usage()).isEqualTo(TokenUsage.of(60, 3000));
        }

        @Test
        void counts_for_more_than_another_that_is_unusable_so_that_no_attempt_is_bought() {
            NotReceived failure = failure(
                    "application/json",
                    "{\"data\":[{" + PICTURE + "}," + MORE_THAN_IS_BUFFERED + "{",
                    PICTURE + "},{\"b64_json\":\"AAA*\"}]," + USAGE + "}",
                    3);

            assertThat(failure.receipt().usage()).isEqualTo(TokenUsage.of(20, 1000));
        }
    }

    /** The call whose spool goes away when its first picture is in it. */
    private NotReceived failure(String type, String first, String rest, int pictures) {
        RawServer.Reaction losing = socket -> {
            byte[] before = first.getBytes(StandardCharsets.UTF_8);
            byte[] behind = rest.getBytes(StandardCharsets.UTF_8);
            RawServer.head(socket, 200, before.length + behind.length, "content-type: " + type);
            socket.getOutputStream().write(before);
            socket.getOutputStream().flush();
            await().until(() -> !context.images().images().isEmpty());
            removeSpool();
            socket.getOutputStream().write(behind);
            socket.getOutputStream().flush();
            return true;
        };
        ToolCallRequest request = Calls.image(ImageGenerationInput.of("Tins").n(pictures));
        try (RawServer server = new RawServer(losing);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return catchThrowableOfType(NotReceived.class, () -> service.executeToolCall(request, context));
        }
    }

    private void removeSpool() throws IOException {
        SpooledImage only = context.images().images().get(0);
        Files.delete(only.file());
        Files.delete(only.file().getParent());
    }
}
