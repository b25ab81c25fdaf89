package dev.toolflow.openai;

import static dev.toolflow.openai.PictureStreams.DRAFT;
import static dev.toolflow.openai.PictureStreams.PNG;
import static dev.toolflow.openai.PictureStreams.TYPE;
import static dev.toolflow.openai.PictureStreams.USAGE;
import static dev.toolflow.openai.PictureStreams.completed;
import static dev.toolflow.openai.PictureStreams.encoded;
import static dev.toolflow.openai.PictureStreams.one;
import static dev.toolflow.openai.PictureStreams.preview;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageStreamTest {
    private final PictureStreams streams = new PictureStreams();

    @AfterEach
    void close() {
        streams.close();
    }

    @Nested
    class A_stream {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void tells_previews_and_gives_the_finished_picture(String end) {
            String body =
                    (preview(0, DRAFT) + ": still here\n\n" + preview(1, PNG) + completed(PNG)).replace("\n", end);

            ToolCallResponse response = streams.answer(RawServer.json(200, body, TYPE), one());

            assertThat(response.output())
                    .startsWith("{\"images\":[{\"sha256\":\"" + Pictures.sha256(PNG) + "\",\"mime\":\"image/png\"}],");
            assertThat(response.usage()).isEqualTo(USAGE);
            assertThat(streams.previews()).extracting(Delta.PartialImage::index).containsExactly(0, 1);
            assertThat(streams.previews().get(0).declared()).isEqualTo(ImageFormat.PNG);
            assertThat(streams.previews().get(0).image().file()).hasBinaryContent(DRAFT);
        }

        @Test
        void gives_the_finished_picture_behind_more_previews_than_anybody_asks_for() {
            String body = preview(0, DRAFT).repeat(100) + completed(PNG);

            assertThat(streams.answer(RawServer.json(200, body, TYPE), one()).output())
                    .contains(Pictures.sha256(PNG));
            assertThat(streams.previews()).hasSize(64);
        }

        @Test
        void says_what_its_quality_came_to_where_the_finished_picture_says_so() {
            String body = preview(0, DRAFT).replace("\"output_format\"", "\"quality\":\"auto\",\"output_format\"")
                    + completed(PNG).replace("\"output_format\"", "\"quality\":\"high\",\"output_format\"");

            assertThat(streams.answer(RawServer.json(200, body, TYPE), one()).output())
                    .endsWith(",\"quality\":\"high\"}");
        }

        @Test
        void may_come_byte_by_byte() {
            byte[] body = (preview(0, DRAFT) + completed(PNG)).getBytes(StandardCharsets.UTF_8);
            RawServer.Reaction oneByOne = socket -> {
                RawServer.head(socket, 200, body.length, TYPE);
                for (byte octet : body) {
                    socket.getOutputStream().write(octet);
                    socket.getOutputStream().flush();
                }
                return true;
            };

            assertThat(streams.answer(oneByOne, one()).output()).contains(Pictures.sha256(PNG));
            assertThat(streams.previews()).hasSize(1);
        }

        @Test
        void may_name_its_events_behind_their_data_and_have_any_order_within() {
            String body = "data: {\"b64_json\":\"" + encoded(PNG) + "\",\"usage\":{\"output_tokens\":1000,"
                    + "\"input_tokens\":20}}\nevent: image_edit.completed\n\n";

            assertThat(streams.answer(RawServer.json(200, body, TYPE), one()).usage())
                    .isEqualTo(USAGE);
        }

        @Test
        void may_bring_two_pictures_whose_usage_adds_up() {
            ToolCallRequest two =
                    Calls.image(ImageGenerationInput.of("Tins").n(2).parameter("partial_images", 1));

            ToolCallResponse response = streams.answer(
                    RawServer.json(200, completed(PNG) + preview(0, DRAFT) + completed(DRAFT), TYPE), two);

            assertThat(response.output()).matches(".*" + Pictures.sha256(PNG) + ".*" + Pictures.sha256(DRAFT) + ".*");
            assertThat(response.usage()).isEqualTo(USAGE.plus(USAGE));
        }

        @Test
        void need_not_be_one_although_it_was_asked_for() {
            String body = "{\"data\":[{\"b64_json\":\"" + encoded(PNG) + "\"}]}";

            assertThat(streams.answer(RawServer.json(200, body), one()).output())
                    .contains(Pictures.sha256(PNG));
        }

        @Test
        void is_over_with_its_last_picture_although_the_server_goes_on() {
            String body = completed(PNG);
            RawServer.Reaction stalls = socket -> {
                RawServer.head(socket, 200, 100_000, TYPE);
                socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                return socket.getInputStream().read() >= 0;
            };

            assertThat(streams.answer(stalls, one()).output()).contains(Pictures.sha256(PNG));
        }
    }

    @Nested
    class A_broken_preview {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"b64_json\":\"AAA*\"",
                    "\"b64_json\":\"\"",
                    "\"b64_json\":null",
                    "\"b64_json\":7",
                    "\"no\":1",
                    "\"twice\":1,\"twice\":1",
                    "oops"
                })
        void is_passed_over(String fields) {
            String broken = "data: {\"type\":\"image_generation.partial_image\"," + fields + "}\n\n";

            assertThat(streams.answer(RawServer.json(200, broken + completed(PNG), TYPE), one())
                            .output())
                    .contains(Pictures.sha256(PNG));
            assertThat(streams.previews()).isEmpty();
        }

        @Test
        void may_be_too_large() {
            assertThat(streams.answer(RawServer.json(200, preview(0, new byte[100_001]) + completed(PNG), TYPE), one())
                            .output())
                    .contains(Pictures.sha256(PNG));
            assertThat(streams.previews()).isEmpty();
        }
    }
}
