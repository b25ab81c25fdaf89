package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.ImageDetail;
import dev.toolflow.tool.ImageTransfer;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallRequest.Options;
import dev.toolflow.tool.ToolInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatImagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] FIRST = Pictures.png(64, 64);
    private static final byte[] SECOND = Pictures.png(65, 64);
    private static final String SIGNED = "https://bucket.example.com/sha256/ab?X-Amz-Signature=SECRET";

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final DefaultOpenAiToolService service = Calls.service(server.baseUrl());
    private final GeneratedImage first = Pictures.reference(FIRST, 64, 64);
    private final GeneratedImage second = Pictures.reference(SECOND, 65, 64);
    private final Calls.Context context =
            new Calls.Context().store(first, FIRST).store(second, SECOND);

    @AfterEach
    void close() {
        context.close();
        service.close();
        server.close();
    }

    private static ToolCallRequest looking(Options options, GeneratedImage... images) {
        ToolInput input = new ToolInput(Map.of(), "{\"look\":\"here\"}", List.of(), List.of(), List.of(images));
        return new ToolCallRequest("look", Calls.PALETTE, input, "gpt-5.4-mini", options);
    }

    private static JsonNode userMessage(byte[] body) {
        try {
            return JSON.readTree(body).at("/messages/1");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] body(ToolCallRequest request) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new ChatRenderer(ModelFamilies.known()).body(request, context).writeTo(body);
        return body.toByteArray();
    }

    private Rejected rejected(ToolCallRequest request) {
        Rejected rejected = catchThrowableOfType(Rejected.class, () -> service.executeToolCall(request, context));
        assertThat(server.requests()).isEmpty();
        return rejected;
    }

    @Nested
    class Images_of_the_input {

        @Test
        void follow_its_json_as_parts_of_the_message_each_behind_its_name() {
            JsonNode message = userMessage(body(looking(Options.standard(), first, second)));

            assertThat(message.path("role").asText()).isEqualTo("user");
            assertThat(message.path("content").toString())
                    .isEqualTo("[{\"type\":\"text\",\"text\":\"{\\\"look\\\":\\\"here\\\"}\"}," + part(first, FIRST)
                            + "," + part(second, SECOND) + "]");
        }

        private String part(GeneratedImage image, byte[] png) {
            return "{\"type\":\"text\",\"text\":\"The image with sha256 " + image.sha256() + ":\"},"
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                    + Base64.getEncoder().encodeToString(png) + "\",\"detail\":\"auto\"}}";
        }

        @Test
        void arrive_at_a_server_that_checks_them() {
            assertThat(service.executeToolCall(looking(Options.standard().imageDetail(ImageDetail.LOW), first), context)
                            .output())
                    .contains("colors");

            JsonNode url = server.requests().get(0).body().at("/messages/1").at("/content/2/image_url");
            assertThat(url.path("detail").asText()).isEqualTo("low");
            assertThat(Base64.getDecoder()
                            .decode(url.path("url").asText().substring("data:image/png;base64,".length())))
                    .isEqualTo(FIRST);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3, 16_384, 200_001})
        void make_a_body_as_long_as_it_says_that_can_be_written_again(int more) {
            byte[] png = Pictures.pngOfBytes(more);
            GeneratedImage image = Pictures.reference(png, 1, 1);
            context.store(image, png);
            var body = new ChatRenderer(ModelFamilies.known()).body(looking(Options.standard(), image, first), context);
            ByteArrayOutputStream once = new ByteArrayOutputStream();
            ByteArrayOutputStream again = new ByteArrayOutputStream();

            body.writeTo(once);
            body.writeTo(again);

            assertThat(body.contentLength()).isEqualTo(once.size());
            assertThat(again.toByteArray()).isEqualTo(once.toByteArray());
            assertThat(userMessage(once.toByteArray())
                            .at("/content/2/image_url/url")
                            .asText())
                    .endsWith(Base64.getEncoder().encodeToString(png));
        }
    }

    @Nested
    class Images_sent_as_links {
        private final ToolCallRequest request = looking(Options.standard().imageTransfer(ImageTransfer.LINK), first);

        @Test
        void are_fetched_by_the_provider() {
            context.linking(URI.create(SIGNED));

            JsonNode url = userMessage(body(request)).at("/content/2/image_url");

            assertThat(url.path("url").asText()).isEqualTo(SIGNED);
            assertThat(url.path("detail").asText()).isEqualTo("auto");
        }

        @Test
        void are_refused_with_a_remedy_before_anything_is_sent_where_the_store_has_none() {
            assertThat(rejected(request))
                    .hasMessageContaining("step 'look'")
                    .hasMessageContaining(first.fileName())
                    .hasMessageContaining("DATA_URL");
        }

        @Test
        void are_refused_where_the_link_is_one_of_this_machine() {
            context.linking(URI.create("file:///var/secret/ab.png"));

            assertThat(rejected(request)).hasMessageContaining("no web link").hasMessageNotContaining("secret");
        }
    }

    @Nested
    class Images_of_more_than_50_MB {
        private final GeneratedImage large =
                new GeneratedImage("ab".repeat(32), "image/png", 4000, 4000, 49_999_999, null);

        @Test
        void are_refused_before_anything_is_sent() {
            assertThat(rejected(looking(Options.standard(), large, first)))
                    .hasMessage("step 'look': the images of its input have " + (49_999_999 + FIRST.length)
                            + " bytes; one call takes 50000000 as data URLs: send fewer or smaller ones, or use"
                            + " imageTransfer(LINK)");
        }

        @Test
        void may_be_sent_as_links() {
            context.linking(URI.create(SIGNED));

            assertThat(userMessage(body(looking(Options.standard().imageTransfer(ImageTransfer.LINK), large, first)))
                            .path("content"))
                    .hasSize(5);
        }
    }

    @Nested
    class An_image_that_the_store_gives_otherwise_than_it_was {

        @Test
        void ends_the_call_as_the_stores_fault_and_the_next_goes_well() {
            context.store(first, new byte[10]);
            ToolCallRequest request = looking(Options.standard(), first);

            assertThat(catchThrowableOfType(ImageStoreException.class, () -> service.executeToolCall(request, context)))
                    .hasMessageContaining(first.fileName());

            context.store(first, FIRST);
            assertThat(service.executeToolCall(request, context).output()).contains("colors");
        }
    }
}
