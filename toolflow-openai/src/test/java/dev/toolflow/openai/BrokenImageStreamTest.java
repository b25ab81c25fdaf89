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
import static org.awaitility.Awaitility.await;

import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BrokenImageStreamTest {
    private final PictureStreams streams = new PictureStreams();
    private final Calls.Context context = streams.context;

    @AfterEach
    void close() {
        streams.close();
    }

    @Nested
    class A_stream_without_a_usable_picture {

        @Test
        void is_malformed_when_it_says_that_it_is_done_or_its_finished_picture_is_no_json() {
            assertThat(streams.failure(Malformed.class, RawServer.json(200, "data: [DONE]\n\n" + completed(PNG), TYPE)))
                    .hasMessageContaining("said [DONE] before");
            String twice = completed(PNG).replace("\"output_format\"", "\"b64_json\"");
            assertThat(streams.failure(Malformed.class, RawServer.json(200, twice, TYPE)))
                    .hasMessageContaining("event of a finished picture is no JSON");
        }

        @Test
        void is_of_unknown_outcome_when_it_ends_before_it() {
            assertThat(streams.failure(OutcomeUnknown.class, RawServer.json(200, preview(0, PNG), TYPE)))
                    .hasMessageContaining("the stream ended before every picture was finished")
                    .hasMessageContaining("onUnknown(RETRY)");
            assertThat(streams.failure(
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

            Malformed malformed = streams.failure(Malformed.class, RawServer.json(200, body, TYPE));

            assertThat(malformed).hasMessageContaining("picture 1 of the reply is");
            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_rejected_and_keeps_its_usage_when_the_picture_is_a_url() {
            String body = completed(PNG).replace("\"b64_json\":\"" + encoded(PNG), "\"url\":\"https://x.invalid/y.png");

            Rejected rejected = streams.failure(Rejected.class, RawServer.json(200, body, TYPE));

            assertThat(rejected).hasMessageContaining("urls, which are not fetched");
            assertThat(rejected.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_of_unknown_outcome_when_the_connection_ends_or_breaks() {
            byte[] start = completed(PNG).substring(0, 120).getBytes(StandardCharsets.UTF_8);
            assertThat(streams.failure(OutcomeUnknown.class, socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        socket.getOutputStream().write(start);
                        socket.getOutputStream().flush();
                        return false;
                    }))
                    .hasMessageContaining("ended in the middle");
            assertThat(streams.failure(OutcomeUnknown.class, socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        return RawServer.reset().react(socket);
                    }))
                    .hasNoCause();
        }

        @Test
        void is_cut_where_a_line_never_ends() {
            long longest = 2 * (86L << 20) + (1L << 20);
            byte[] block = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
            assertThat(streams.failure(Malformed.class, socket -> {
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
            Rejected rejected =
                    streams.failure(Rejected.class, RawServer.json(200, event.replace('~', '\n') + "\n\n", TYPE));

            assertThat(rejected).hasMessageContaining(said).hasMessageNotContaining("PROMPT");
            assertThat(rejected.reason()).isEqualTo(reason);
            assertThat(rejected.receipt().usage()).isEqualTo(TokenUsage.none());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"{\"error\":{\"type\":\"server_error\"}}", "{\"error\":\"oops\"}", "{\"type\":\"error\"}"})
        void that_may_pass_is_transient_and_costs_nothing_before_all_and_is_of_unknown_outcome_later(String error) {
            String event = "data: " + error + "\n\n";

            assertThat(streams.failure(Transient.class, RawServer.json(200, event, TYPE))
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.none());
            assertThat(streams.failure(OutcomeUnknown.class, RawServer.json(200, preview(0, PNG) + event, TYPE))
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(streams.failure(OutcomeUnknown.class, RawServer.json(200, "data: oops\n\n" + event, TYPE)))
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
}
