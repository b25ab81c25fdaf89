package dev.toolflow.openai;

import static dev.toolflow.openai.PictureReplies.PICTURE;
import static dev.toolflow.openai.PictureReplies.PNG;
import static dev.toolflow.openai.PictureReplies.REPORTED;
import static dev.toolflow.openai.PictureReplies.body;
import static dev.toolflow.openai.PictureReplies.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReplyTest {
    private final PictureReplies replies = new PictureReplies();
    private final Calls.Context context = replies.context;

    @AfterEach
    void close() {
        replies.close();
    }

    @Nested
    class A_picture {

        @Test
        void is_spooled_and_referred_to_by_its_hash() throws IOException {
            ToolCallResponse response = replies.answer(body(item(PICTURE)), Calls.image());

            assertThat(response.output()).startsWith("{\"images\":[{\"sha256\":\"" + Pictures.sha256(PNG) + "\"}],");
            List<SpooledImage> spooled = context.images().images();
            assertThat(spooled).hasSize(1);
            assertThat(Files.readAllBytes(spooled.get(0).file())).isEqualTo(PNG);
            assertThat(response.usage()).isEqualTo(REPORTED);
        }

        @Test
        void has_the_type_and_revised_prompt_that_the_reply_says() {
            String body = "{\"data\":[{\"revised_prompt\":\"A \\u00fc tin\",\"b64_json\":\"" + PICTURE
                    + "\"}],\"output_format\":\"jpeg\"}";

            assertThat(replies.answer(body, Calls.image()).output())
                    .contains(",\"mime\":\"image/jpeg\",\"revised_prompt\":\"A \\u00FC tin\"}],");
        }

        @Test
        void says_what_its_size_quality_and_background_came_to_where_the_reply_says_so() {
            String body = "{\"size\":\"1024x1024\",\"quality\":\"two words\",\"background\":7,\"data\":["
                    + item(PICTURE) + "]}";

            assertThat(replies.answer(body, Calls.image()).output())
                    .endsWith(",\"size\":\"1024x1024\"}")
                    .doesNotContain("quality", "background");
        }

        @Test
        void tells_the_hash_of_the_prompt_as_it_was_sent() {
            ToolCallRequest request = Calls.image(ImageGenerationInput.of("A tin"));

            assertThat(replies.answer(body(item(PICTURE)), request).output())
                    .endsWith(",\"prompt_sha256\":\"" + Pictures.sha256("A tin".getBytes(StandardCharsets.UTF_8))
                            + "\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",\"output_format\":null"})
        void has_the_type_that_was_asked_for_where_the_reply_says_none(String said) {
            ToolCallRequest request =
                    Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.WEBP));

            assertThat(replies.answer("{\"data\":[" + item(PICTURE) + "]" + said + "}", request)
                            .output())
                    .contains("\"mime\":\"image/webp\"");
        }

        @Test
        void of_an_unknown_format_has_the_type_that_was_asked_for_or_none() {
            String body = "{\"output_format\":\"heic\",\"data\":[" + item(PICTURE) + "]}";
            ToolCallRequest jpeg = Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.JPEG));

            assertThat(replies.answer(body, Calls.image()).output()).doesNotContain("mime");
            assertThat(replies.answer(body, jpeg).output()).contains("\"mime\":\"image/jpeg\"");
        }

        @Test
        void without_usage_is_not_free_and_without_details_has_no_parts() {
            assertThat(replies.answer("{\"data\":[" + item(PICTURE) + "]}", Calls.image())
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(replies.answer(
                                    "{\"usage\":{\"input_tokens\":1,\"output_tokens\":2},\"data\":[" + item(PICTURE)
                                            + "]}",
                                    Calls.image())
                            .usage())
                    .isEqualTo(TokenUsage.of(1, 2));
        }

        @Test
        void may_be_one_of_several_kept_in_order() {
            byte[] other = Pictures.png(31, 7);
            String body = body(item(PICTURE), item(Base64.getEncoder().encodeToString(other)));

            String output = replies.answer(
                            body, Calls.image(ImageGenerationInput.of("Tins").n(2)))
                    .output();

            assertThat(output).matches(".*" + Pictures.sha256(PNG) + ".*" + Pictures.sha256(other) + ".*");
        }
    }
}
