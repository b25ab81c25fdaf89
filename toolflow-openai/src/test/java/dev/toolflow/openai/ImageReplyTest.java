package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReplyTest {
    private static final byte[] PNG = Pictures.png(40, 30);
    private static final String PICTURE = Base64.getEncoder().encodeToString(PNG);
    private static final String USAGE = "\"usage\":{\"input_tokens\":20,\"output_tokens\":1000,\"total_tokens\":1020,"
            + "\"input_tokens_details\":{\"text_tokens\":15,\"image_tokens\":5},"
            + "\"output_tokens_details\":{\"image_tokens\":990,\"text_tokens\":10}}";
    private static final TokenUsage REPORTED =
            TokenUsage.of(20, 1000).withImageInput(5).withImageOutput(990);

    private final Calls.Context context =
            new Calls.Context(Duration.ofMinutes(1), ImageLimits.standard().maxBytes(100_000));

    @AfterEach
    void close() {
        context.close();
    }

    @Nested
    class A_picture {

        @Test
        void is_spooled_and_referred_to_by_its_hash() throws IOException {
            ToolCallResponse response = answer(body(item(PICTURE)), Calls.image());

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

            assertThat(answer(body, Calls.image()).output())
                    .contains(",\"mime\":\"image/jpeg\",\"revised_prompt\":\"A \\u00FC tin\"}],");
        }

        @Test
        void says_what_its_size_quality_and_background_came_to_where_the_reply_says_so() {
            String body = "{\"size\":\"1024x1024\",\"quality\":\"two words\",\"background\":7,\"data\":["
                    + item(PICTURE) + "]}";

            assertThat(answer(body, Calls.image()).output())
                    .endsWith(",\"size\":\"1024x1024\"}")
                    .doesNotContain("quality", "background");
        }

        @Test
        void tells_the_hash_of_the_prompt_as_it_was_sent() {
            ToolCallRequest request = Calls.image(ImageGenerationInput.of("A tin"));

            assertThat(answer(body(item(PICTURE)), request).output())
                    .endsWith(",\"prompt_sha256\":\"" + Pictures.sha256("A tin".getBytes(StandardCharsets.UTF_8))
                            + "\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",\"output_format\":null"})
        void has_the_type_that_was_asked_for_where_the_reply_says_none(String said) {
            ToolCallRequest request =
                    Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.WEBP));

            assertThat(answer("{\"data\":[" + item(PICTURE) + "]" + said + "}", request)
                            .output())
                    .contains("\"mime\":\"image/webp\"");
        }

        @Test
        void of_an_unknown_format_has_the_type_that_was_asked_for_or_none() {
            String body = "{\"output_format\":\"heic\",\"data\":[" + item(PICTURE) + "]}";
            ToolCallRequest jpeg = Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.JPEG));

            assertThat(answer(body, Calls.image()).output()).doesNotContain("mime");
            assertThat(answer(body, jpeg).output()).contains("\"mime\":\"image/jpeg\"");
        }

        @Test
        void without_usage_is_not_free_and_without_details_has_no_parts() {
            assertThat(answer("{\"data\":[" + item(PICTURE) + "]}", Calls.image())
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(answer(
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

            String output = answer(
                            body, Calls.image(ImageGenerationInput.of("Tins").n(2)))
                    .output();

            assertThat(output).matches(".*" + Pictures.sha256(PNG) + ".*" + Pictures.sha256(other) + ".*");
        }
    }

    @Nested
    class A_paid_reply_that_cannot_be_used_keeps_its_usage {

        @Test
        void when_it_says_another_format_than_was_asked_for() {
            String body = body(item(PICTURE)).replaceFirst("\\{", "{\"output_format\":\"png\",");
            ToolCallRequest jpeg = Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.JPEG));

            Malformed malformed = malformed(body, jpeg);

            assertThat(malformed).hasMessageContaining("asked for jpeg, and the reply says that it has png");
            assertUsageKept(malformed);
        }

        @Test
        void when_the_picture_is_a_url_which_is_not_fetched() {
            try (RawServer elsewhere = RawServer.answering("secret")) {
                Rejected rejected = catchThrowableOfType(
                        Rejected.class, () -> answer(body("{\"url\":\"" + elsewhere.url() + "\"}"), Calls.image()));

                assertThat(rejected).hasMessageContaining("urls, which are not fetched");
                assertUsageKept(rejected);
                assertThat(elsewhere.connections()).isZero();
            }
        }

        @Test
        void when_there_is_no_picture() {
            assertUsageKept(malformed(body(), Calls.image()));
            assertUsageKept(malformed(body("{}"), Calls.image()));
            assertUsageKept(malformed(body("{\"b64_json\":null}"), Calls.image()));
        }

        @Test
        void when_there_are_fewer_or_more_than_asked_for() {
            Malformed fewer = malformed(
                    body(item(PICTURE)),
                    Calls.image(ImageGenerationInput.of("Tins").n(2)));
            Malformed more = malformed(body(item(PICTURE), item(PICTURE)), Calls.image());

            assertThat(fewer).hasMessageContaining("asked for 2 picture(s), got 1");
            assertThat(more).hasMessageContaining("asked for 1 picture(s), got 2");
            assertUsageKept(fewer);
            assertUsageKept(more);
        }

        @Test
        void when_the_base64_has_a_character_that_is_none() {
            Malformed malformed = malformed(body(item("iVBORw0*KGgo=")), Calls.image());

            assertThat(malformed)
                    .hasMessageContaining("picture 1 of the reply is no base64")
                    .hasNoCause();
            assertUsageKept(malformed);
        }

        @Test
        void when_the_base64_is_empty_or_lacks_its_padding() {
            assertThat(malformed(body(item("")), Calls.image()))
                    .satisfies(ImageReplyTest.this::assertUsageKept)
                    .hasMessageContaining("picture 1 of the reply is empty");
            assertThat(malformed(body(item("QUI")), Calls.image()))
                    .satisfies(ImageReplyTest.this::assertUsageKept)
                    .hasMessageContaining("picture 1 of the reply is no base64");
        }

        @Test
        void when_the_picture_is_larger_than_the_spool_takes() {
            String large = Base64.getEncoder().encodeToString(new byte[300_000]);

            Malformed malformed = malformed(body(item(large)), Calls.image());

            assertThat(malformed).hasMessageContaining("more than 100000 bytes");
            assertUsageKept(malformed);
            assertThat(context.images().images()).isEmpty();
        }
    }

    @Nested
    class A_reply_that_ends_early {

        @Test
        void with_its_connection_is_of_unknown_outcome_with_the_usage_that_was_read() {
            String body = "{" + USAGE + ",\"data\":[" + item(PICTURE) + "]}";
            try (RawServer server = new RawServer(RawServer.cut(body, body.length() - 30))) {
                OutcomeUnknown unknown = Calls.failure(server.url(), Calls.image(), OutcomeUnknown.class);

                assertThat(unknown)
                        .hasMessageContaining("in the middle of the reply")
                        .hasMessageContaining("onUnknown");
                assertThat(unknown.receipt().usage()).isEqualTo(REPORTED);
            }
        }

        @Test
        void is_malformed_with_unknown_usage_when_usage_never_came() {
            String body = body(item(PICTURE));

            Malformed malformed = malformed(body.substring(0, 60), Calls.image());

            assertThat(malformed).hasMessageContaining("ends in the middle");
            assertThat(malformed.receipt().usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void is_told_from_base64_that_lacks_its_end() {
            Malformed malformed = malformed(
                    body(item("QUJDR"), item("QUJDR")),
                    Calls.image(ImageGenerationInput.of("Tins").n(2)));

            assertThat(malformed).hasMessageContaining("no base64");
            assertUsageKept(malformed);
        }
    }

    @Nested
    class A_hostile_reply {

        @Test
        void cannot_fill_the_memory_with_a_revised_prompt() {
            String body = body("{\"revised_prompt\":\"" + "x".repeat(3 << 20) + "\",\"b64_json\":\"" + PICTURE + "\"}");

            assertThat(malformed(body, Calls.image())).hasMessageContaining("too long");
        }

        @Test
        void cannot_pass_a_ticket_off_as_a_picture() {
            String body = "{\"data\":[{\"b64_json\":\"" + PICTURE + "\"},{\"b64\\u005fjson\":\"0\"}]," + USAGE + "}";
            Malformed malformed =
                    malformed(body, Calls.image(ImageGenerationInput.of("Tins").n(2)));

            assertThat(malformed).hasMessageContaining("picture 2 of the reply is no base64");
            assertUsageKept(malformed);
        }

        @Test
        void cannot_name_a_picture_twice() {
            String body = body("{\"b64_json\":\"" + PICTURE + "\",\"b64_json\":\"" + PICTURE + "\"}");

            assertThat(malformed(body, Calls.image())).hasMessageContaining("a key twice");
        }
    }

    private ToolCallResponse answer(String body, ToolCallRequest request) {
        try (RawServer server = RawServer.answering(body);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(request, context);
        }
    }

    private void assertUsageKept(ToolCallException malformed) {
        assertThat(malformed.receipt().usage()).isEqualTo(REPORTED);
    }

    private Malformed malformed(String body, ToolCallRequest request) {
        return catchThrowableOfType(Malformed.class, () -> answer(body, request));
    }

    private Malformed failure(RawServer server, ToolCallRequest request) {
        try (DefaultOpenAiToolService service = Calls.service(server.url())) {
            return catchThrowableOfType(Malformed.class, () -> service.executeToolCall(request, context));
        }
    }

    private static String body(String... items) {
        return "{\"created\":1,\"data\":[" + String.join(",", items) + "]," + USAGE + "}";
    }

    private static String item(String base64) {
        return "{\"b64_json\":\"" + base64 + "\"}";
    }
}
