package dev.toolflow.openai;

import static dev.toolflow.openai.PictureReplies.PICTURE;
import static dev.toolflow.openai.PictureReplies.REPORTED;
import static dev.toolflow.openai.PictureReplies.USAGE;
import static dev.toolflow.openai.PictureReplies.body;
import static dev.toolflow.openai.PictureReplies.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class UnusableImageReplyTest {
    private final PictureReplies replies = new PictureReplies();
    private final Calls.Context context = replies.context;

    @AfterEach
    void close() {
        replies.close();
    }

    @Nested
    class A_paid_reply_that_cannot_be_used_keeps_its_usage {

        @Test
        void when_it_says_another_format_than_was_asked_for() {
            String body = body(item(PICTURE)).replaceFirst("\\{", "{\"output_format\":\"png\",");
            ToolCallRequest jpeg = Calls.image(ImageGenerationInput.of("A tin").outputFormat(ImageFormat.JPEG));

            Malformed malformed = replies.malformed(body, jpeg);

            assertThat(malformed).hasMessageContaining("asked for jpeg, and the reply says that it has png");
            replies.assertUsageKept(malformed);
        }

        @Test
        void when_the_picture_is_a_url_which_is_not_fetched() {
            try (RawServer elsewhere = RawServer.answering("secret")) {
                Rejected rejected = catchThrowableOfType(
                        Rejected.class,
                        () -> replies.answer(body("{\"url\":\"" + elsewhere.url() + "\"}"), Calls.image()));

                assertThat(rejected).hasMessageContaining("urls, which are not fetched");
                replies.assertUsageKept(rejected);
                assertThat(elsewhere.connections()).isZero();
            }
        }

        @Test
        void when_there_is_no_picture() {
            replies.assertUsageKept(replies.malformed(body(), Calls.image()));
            replies.assertUsageKept(replies.malformed(body("{}"), Calls.image()));
            replies.assertUsageKept(replies.malformed(body("{\"b64_json\":null}"), Calls.image()));
        }

        @Test
        void when_there_are_fewer_or_more_than_asked_for() {
            Malformed fewer = replies.malformed(
                    body(item(PICTURE)),
                    Calls.image(ImageGenerationInput.of("Tins").n(2)));
            Malformed more = replies.malformed(body(item(PICTURE), item(PICTURE)), Calls.image());

            assertThat(fewer).hasMessageContaining("asked for 2 picture(s), got 1");
            assertThat(more).hasMessageContaining("asked for 1 picture(s), got 2");
            replies.assertUsageKept(fewer);
            replies.assertUsageKept(more);
        }

        @Test
        void when_the_base64_has_a_character_that_is_none() {
            Malformed malformed = replies.malformed(body(item("iVBORw0*KGgo=")), Calls.image());

            assertThat(malformed)
                    .hasMessageContaining("picture 1 of the reply is no base64")
                    .hasNoCause();
            replies.assertUsageKept(malformed);
        }

        @Test
        void when_the_base64_is_empty_or_lacks_its_padding() {
            assertThat(replies.malformed(body(item("")), Calls.image()))
                    .satisfies(replies::assertUsageKept)
                    .hasMessageContaining("picture 1 of the reply is empty");
            assertThat(replies.malformed(body(item("QUI")), Calls.image()))
                    .satisfies(replies::assertUsageKept)
                    .hasMessageContaining("picture 1 of the reply is no base64");
        }

        @Test
        void when_the_picture_is_larger_than_the_spool_takes() {
            String large = Base64.getEncoder().encodeToString(new byte[300_000]);

            Malformed malformed = replies.malformed(body(item(large)), Calls.image());

            assertThat(malformed).hasMessageContaining("more than 100000 bytes");
            replies.assertUsageKept(malformed);
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

            Malformed malformed = replies.malformed(body.substring(0, 60), Calls.image());

            assertThat(malformed).hasMessageContaining("ends in the middle");
            assertThat(malformed.receipt().usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void is_told_from_base64_that_lacks_its_end() {
            Malformed malformed = replies.malformed(
                    body(item("QUJDR"), item("QUJDR")),
                    Calls.image(ImageGenerationInput.of("Tins").n(2)));

            assertThat(malformed).hasMessageContaining("no base64");
            replies.assertUsageKept(malformed);
        }
    }

    @Nested
    class A_hostile_reply {

        @Test
        void cannot_fill_the_memory_with_a_revised_prompt() {
            String body = body("{\"revised_prompt\":\"" + "x".repeat(3 << 20) + "\",\"b64_json\":\"" + PICTURE + "\"}");

            assertThat(replies.malformed(body, Calls.image())).hasMessageContaining("too long");
        }

        @Test
        void cannot_pass_a_ticket_off_as_a_picture() {
            String body = "{\"data\":[{\"b64_json\":\"" + PICTURE + "\"},{\"b64\\u005fjson\":\"0\"}]," + USAGE + "}";
            Malformed malformed = replies.malformed(
                    body, Calls.image(ImageGenerationInput.of("Tins").n(2)));

            assertThat(malformed).hasMessageContaining("picture 2 of the reply is no base64");
            replies.assertUsageKept(malformed);
        }

        @Test
        void cannot_name_a_picture_twice() {
            String body = body("{\"b64_json\":\"" + PICTURE + "\",\"b64_json\":\"" + PICTURE + "\"}");

            assertThat(replies.malformed(body, Calls.image())).hasMessageContaining("a key twice");
        }
    }
}
