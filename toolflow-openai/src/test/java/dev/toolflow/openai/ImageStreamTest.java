package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageStreamTest {
    private static final byte[] PNG = Pictures.png(40, 30);
    private static final byte[] DRAFT = Pictures.png(4, 3);
    private static final TokenUsage USAGE = TokenUsage.of(20, 1000);
    private static final String TYPE = "content-type: text/event-stream; charset=utf-8";

    private final Calls.Context context =
            new Calls.Context(Duration.ofMinutes(1), ImageLimits.standard().maxBytes(100_000));

    @AfterEach
    void close() {
        context.close();
    }

    @Nested
    class A_stream {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void tells_previews_and_gives_the_finished_picture(String end) {
            String body =
                    (preview(0, DRAFT) + ": still here\n\n" + preview(1, PNG) + completed(PNG)).replace("\n", end);

            ToolCallResponse response = answer(RawServer.json(200, body, TYPE), one());

            assertThat(response.output())
                    .startsWith("{\"images\":[{\"sha256\":\"" + Pictures.sha256(PNG) + "\",\"mime\":\"image/png\"}],");
            assertThat(response.usage()).isEqualTo(USAGE);
            assertThat(previews()).extracting(Delta.PartialImage::index).containsExactly(0, 1);
            assertThat(previews().get(0).declared()).isEqualTo(ImageFormat.PNG);
            assertThat(previews().get(0).image().file()).hasBinaryContent(DRAFT);
        }

        @Test
        void gives_the_finished_picture_behind_more_previews_than_anybody_asks_for() {
            String body = preview(0, DRAFT).repeat(100) + completed(PNG);

            assertThat(answer(RawServer.json(200, body, TYPE), one()).output()).contains(Pictures.sha256(PNG));
            assertThat(previews()).hasSize(64);
        }

        @Test
        void says_what_its_quality_came_to_where_the_finished_picture_says_so() {
            String body = preview(0, DRAFT).replace("\"output_format\"", "\"quality\":\"auto\",\"output_format\"")
                    + completed(PNG).replace("\"output_format\"", "\"quality\":\"high\",\"output_format\"");

            assertThat(answer(RawServer.json(200, body, TYPE), one()).output()).endsWith(",\"quality\":\"high\"}");
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

            assertThat(answer(oneByOne, one()).output()).contains(Pictures.sha256(PNG));
            assertThat(previews()).hasSize(1);
        }

        @Test
        void may_name_its_events_behind_their_data_and_have_any_order_within() {
            String body = "data: {\"b64_json\":\"" + encoded(PNG) + "\",\"usage\":{\"output_tokens\":1000,"
                    + "\"input_tokens\":20}}\nevent: image_edit.completed\n\n";

            assertThat(answer(RawServer.json(200, body, TYPE), one()).usage()).isEqualTo(USAGE);
        }

        @Test
        void may_bring_two_pictures_whose_usage_adds_up() {
            ToolCallRequest two =
                    Calls.image(ImageGenerationInput.of("Tins").n(2).parameter("partial_images", 1));

            ToolCallResponse response =
                    answer(RawServer.json(200, completed(PNG) + preview(0, DRAFT) + completed(DRAFT), TYPE), two);

            assertThat(response.output()).matches(".*" + Pictures.sha256(PNG) + ".*" + Pictures.sha256(DRAFT) + ".*");
            assertThat(response.usage()).isEqualTo(USAGE.plus(USAGE));
        }

        @Test
        void need_not_be_one_although_it_was_asked_for() {
            String body = "{\"data\":[{\"b64_json\":\"" + encoded(PNG) + "\"}]}";

            assertThat(answer(RawServer.json(200, body), one()).output()).contains(Pictures.sha256(PNG));
        }

        @Test
        void is_over_with_its_last_picture_although_the_server_goes_on() {
            String body = completed(PNG);
            RawServer.Reaction stalls = socket -> {
                RawServer.head(socket, 200, 100_000, TYPE);
                socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
                return socket.getInputStream().read() >= 0;
            };

            assertThat(answer(stalls, one()).output()).contains(Pictures.sha256(PNG));
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

            assertThat(answer(RawServer.json(200, broken + completed(PNG), TYPE), one())
                            .output())
                    .contains(Pictures.sha256(PNG));
            assertThat(previews()).isEmpty();
        }

        @Test
        void may_be_too_large() {
            assertThat(answer(RawServer.json(200, preview(0, new byte[100_001]) + completed(PNG), TYPE), one())
                            .output())
                    .contains(Pictures.sha256(PNG));
            assertThat(previews()).isEmpty();
        }
    }

    @Nested
    class A_stream_without_a_usable_picture {

        @Test
        void is_malformed_when_it_says_that_it_is_done_or_its_finished_picture_is_no_json() {
            assertThat(failure(Malformed.class, RawServer.json(200, "data: [DONE]\n\n" + completed(PNG), TYPE)))
                    .hasMessageContaining("said [DONE] before");
            String twice = completed(PNG).replace("\"output_format\"", "\"b64_json\"");
            assertThat(failure(Malformed.class, RawServer.json(200, twice, TYPE)))
                    .hasMessageContaining("event of a finished picture is no JSON");
        }

        @Test
        void is_of_unknown_outcome_when_it_ends_before_it() {
            assertThat(failure(OutcomeUnknown.class, RawServer.json(200, preview(0, PNG), TYPE)))
                    .hasMessageContaining("the stream ended before every picture was finished")
                    .hasMessageContaining("onUnknown(RETRY)");
            assertThat(failure(
                                    OutcomeUnknown.class,
                                    RawServer.json(200, completed(PNG).substring(0, 90), TYPE))
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
        }

        @ParameterizedTest
        @ValueSource(strings = {"AAA*", "AAA", ""})
        void is_malformed_and_keeps_its_usage_when_the_picture_is_no_base64(String base64) {
            String body = completed(PNG).replace(encoded(PNG), base64);

            Malformed malformed = failure(Malformed.class, RawServer.json(200, body, TYPE));

            assertThat(malformed).hasMessageContaining("picture 1 of the reply is");
            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_rejected_and_keeps_its_usage_when_the_picture_is_a_url() {
            String body = completed(PNG).replace("\"b64_json\":\"" + encoded(PNG), "\"url\":\"https://x.invalid/y.png");

            Rejected rejected = failure(Rejected.class, RawServer.json(200, body, TYPE));

            assertThat(rejected).hasMessageContaining("urls, which are not fetched");
            assertThat(rejected.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_of_unknown_outcome_when_the_connection_ends_or_breaks() {
            byte[] start = completed(PNG).substring(0, 120).getBytes(StandardCharsets.UTF_8);
            assertThat(failure(OutcomeUnknown.class, socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        socket.getOutputStream().write(start);
                        socket.getOutputStream().flush();
                        return false;
                    }))
                    .hasMessageContaining("ended in the middle");
            assertThat(failure(OutcomeUnknown.class, socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        return RawServer.reset().react(socket);
                    }))
                    .hasNoCause();
        }

        @Test
        void is_cut_where_a_line_never_ends() {
            long longest = 2 * (86L << 20) + (1L << 20);
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            assertThat(failure(Malformed.class, socket -> {
                        RawServer.head(socket, 200, 2 * longest, TYPE);
                        socket.getOutputStream().write(':');
                        for (long sent = 0; sent <= longest; sent += block.length) {
                            socket.getOutputStream().write(block);
                        }
                        return false;
                    }))
                    .hasMessageContaining("longer than " + longest + " bytes");
        }
    }

    @Nested
    class An_error_in_the_stream {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                event: error~data: {"error":{"code":"moderation_blocked","message":"PROMPT"}}                  | moderation refused | MODERATION
                data: {"type":"error","error":{"type":"image_generation_user_error","code":"moderation_blocked"}} | moderation refused | MODERATION
                data: {"type":"error","code":"insufficient_quota","message":"PROMPT","param":null}             | no credit left | NO_QUOTA
                data: {"error":{"type":"invalid_request_error","param":"size"}}                                | param size | INVALID_REQUEST
                data: {"error":{"type":"authentication_error"}}                                | does not fit | UNAUTHORIZED
                data: {"error":{"type":"permission_error"}}                                | does not fit | FORBIDDEN
                """)
        void that_would_come_again_is_rejected(String event, String said, Rejection reason) {
            Rejected rejected = failure(Rejected.class, RawServer.json(200, event.replace('~', '\n') + "\n\n", TYPE));

            assertThat(rejected).hasMessageContaining(said).hasMessageNotContaining("PROMPT");
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.receipt().usage()).isEqualTo(TokenUsage.none());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{\"error\":{\"type\":\"server_error\"}}", "{\"error\":\"oops\"}", "{\"type\":\"error\"}"})
        void that_may_pass_is_transient_and_costs_nothing_before_all_and_is_of_unknown_outcome_later(String error) {
            String event = "data: " + error + "\n\n";

            assertThat(failure(Transient.class, RawServer.json(200, event, TYPE))
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.none());
            assertThat(failure(OutcomeUnknown.class, RawServer.json(200, preview(0, PNG) + event, TYPE))
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(failure(OutcomeUnknown.class, RawServer.json(200, "data: oops\n\n" + event, TYPE)))
                    .hasMessageContaining("may be paid for");
        }
    }

    @Nested
    class A_cancelled_stream {

        @Test
        void closes_its_socket() throws Exception {
            CompletableFuture<Integer> serverSaw = new CompletableFuture<>();
            byte[] start = (preview(0, DRAFT) + completed(PNG).substring(0, 90)).getBytes(StandardCharsets.UTF_8);
            try (RawServer server = new RawServer(socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        socket.getOutputStream().write(start);
                        socket.getOutputStream().flush();
                        serverSaw.complete(socket.getInputStream().read());
                        return false;
                    });
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                CompletableFuture<Throwable> call = Calls.inBackground(service, one(), context);
                await().until(() -> !context.deltas().isEmpty());

                context.cancel();

                assertThat(call.get()).isInstanceOf(Cancelled.class).hasNoCause();
                assertThat(serverSaw.get()).isEqualTo(-1);
            }
        }
    }

    private static ToolCallRequest one() {
        return Calls.image(ImageGenerationInput.of("A tin").parameter("partial_images", 1));
    }

    private ToolCallResponse answer(RawServer.Reaction reaction, ToolCallRequest request) {
        try (RawServer server = new RawServer(reaction);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(request, context);
        }
    }

    private <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        return catchThrowableOfType(type, () -> answer(reaction, one()));
    }

    private List<Delta.PartialImage> previews() {
        return context.deltas().stream().map(Delta.PartialImage.class::cast).toList();
    }

    private static String preview(int index, byte[] picture) {
        return "event: image_generation.partial_image\ndata: {\"type\":\"image_generation.partial_image\","
                + "\"partial_image_index\":" + index + ",\"output_format\":\"png\",\"b64_json\":\"" + encoded(picture)
                + "\"}\n\n";
    }

    private static String completed(byte[] picture) {
        return "event: image_generation.completed\ndata: {\"type\":\"image_generation.completed\",\"b64_json\":\""
                + encoded(picture) + "\",\"output_format\":\"png\","
                + "\"usage\":{\"input_tokens\":20,\"output_tokens\":1000}}\n\n";
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
