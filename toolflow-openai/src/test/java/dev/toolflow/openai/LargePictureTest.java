package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LargePictureTest {
    private static final int BLOCKS = 640;
    /** 64 KiB of text, 48 KiB of picture: 30 MiB in all. */
    private static final byte[] BLOCK = new byte[64 * 1024];

    static {
        Arrays.fill(BLOCK, (byte) 'A');
    }

    @Nested
    class A_picture_of_30_MiB {

        @Test
        void comes_in_as_json() {
            assertReceived(
                    Calls.image(), socket -> send(socket, "application/json", "{\"data\":[{\"b64_json\":\"", "\"}]}"));
        }

        @Test
        void comes_in_as_an_event() {
            assertReceived(
                    Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 1)),
                    socket -> send(
                            socket,
                            "text/event-stream",
                            "data: {\"type\":\"image_generation.completed\",\"b64_json\":\"",
                            "\"}\n\n"));
        }
    }

    private static void assertReceived(ToolCallRequest request, RawServer.Reaction reaction) {
        try (RawServer server = new RawServer(reaction);
                DefaultOpenAiToolService service = Calls.service(server.url());
                Calls.Context context = new Calls.Context()) {
            ToolCallResponse response = service.executeToolCall(request, context);

            SpooledImage image = context.images().images().get(0);
            assertThat(image.sizeBytes())
                    .isEqualTo(30L << 20)
                    .isEqualTo(image.file().toFile().length());
            assertThat(response.output()).contains(image.sha256());
        }
    }

    private static boolean send(Socket socket, String type, String before, String after) throws IOException {
        long length = before.length() + (long) BLOCKS * BLOCK.length + after.length();
        RawServer.head(socket, 200, length, "content-type: " + type);
        socket.getOutputStream().write(before.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < BLOCKS; i++) {
            socket.getOutputStream().write(BLOCK);
        }
        socket.getOutputStream().write(after.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return true;
    }
}
