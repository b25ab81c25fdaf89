package dev.toolflow.openai;

import static dev.toolflow.openai.ChatStreams.DONE;
import static dev.toolflow.openai.ChatStreams.LAST;
import static dev.toolflow.openai.ChatStreams.NAME;
import static dev.toolflow.openai.ChatStreams.STOP;
import static dev.toolflow.openai.ChatStreams.TYPE;
import static dev.toolflow.openai.ChatStreams.USAGE;
import static dev.toolflow.openai.ChatStreams.arguments;
import static dev.toolflow.openai.ChatStreams.call;
import static dev.toolflow.openai.ChatStreams.chunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

@Timeout(60)
class BrokenChatStreamTest {
    private final ChatStreams streams = new ChatStreams();
    private final Calls.Context context = streams.context;

    @AfterEach
    void close() {
        streams.close();
    }

    @Nested
    class A_paid_stream_that_cannot_be_used {

        @Test
        void is_of_unknown_outcome_and_keeps_its_usage_without_its_done() {
            OutcomeUnknown unknown = streams.failure(OutcomeUnknown.class, NAME + arguments("{}") + STOP + LAST);

            assertThat(unknown).hasMessageContaining("the stream ended before its [DONE]");
            assertThat(unknown.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_judged_as_a_whole_reply_is() {
            String two = NAME + arguments("{}") + call(1, "\"name\":\"generate_palette\",\"arguments\":\"{}\"");
            String other = call(0, "\"name\":\"other\",\"arguments\":\"{}\"");

            assertMalformed(STOP, "did not call the tool generate_palette");
            assertMalformed(NAME + STOP, "without arguments");
            assertMalformed(two + STOP, "made 2 tool calls");
            assertMalformed(other + STOP, "called another tool");
            assertMalformed(
                    NAME + arguments("{") + chunk("{\"delta\":{},\"finish_reason\":\"length\"}"), "reply cut at 4096");
        }

        private void assertMalformed(String events, String said) {
            Malformed malformed = streams.failure(Malformed.class, events + LAST + DONE);
            assertThat(malformed).hasMessageContaining(said);
            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_rejected_when_the_model_refused_or_a_filter_stopped_it() {
            String refused =
                    chunk("{\"delta\":{\"refusal\":\"I will \"}}") + chunk("{\"delta\":{\"refusal\":\"not\"}}");

            assertThat(streams.failure(Rejected.class, refused + STOP + LAST + DONE))
                    .hasMessageContaining("refused");
            assertThat(streams.failure(
                            Rejected.class, chunk("{\"delta\":{},\"finish_reason\":\"content_filter\"}") + LAST + DONE))
                    .hasMessageContaining("content filter");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                data: {"id":"a"               | ends in the middle
                data: {"id":"a","id":"b"}     | a key twice
                data: oops                    | no JSON
                data: {}{}                    | follows the JSON
                data: 7                       | no JSON object
                """)
        void is_malformed_when_an_event_is_no_json(String event, String said) {
            assertThat(streams.failure(Malformed.class, LAST + event + "\n\n" + DONE))
                    .satisfies(
                            malformed -> assertThat(malformed.receipt().usage()).isEqualTo(USAGE))
                    .hasMessageContaining(said);
        }

        @Test
        void is_cut_when_it_is_longer_than_allowed() {
            byte[] comment = (":" + "x".repeat(1 << 20) + "\n\n").getBytes(StandardCharsets.US_ASCII);
            RawServer.Reaction endless = socket -> {
                RawServer.head(socket, 200, Long.MAX_VALUE, TYPE);
                for (int i = 0; i < 200; i++) {
                    socket.getOutputStream().write(comment);
                }
                return false;
            };

            assertThat(streams.failure(Malformed.class, endless)).hasMessageContaining("longer than 134217728 bytes");
        }
    }

    @Nested
    class An_error_in_the_stream {

        @Test
        void is_transient_or_rejected_by_its_code_and_of_unknown_outcome_behind_a_part_of_the_answer() {
            String passing = "data: {\"error\":{\"type\":\"server_error\",\"message\":\"PROMPT\"}}\n\n";
            String lasting = "event: error\ndata: {\"error\":{\"code\":\"insufficient_quota\"}}\n\n";

            assertThat(streams.failure(Transient.class, passing))
                    .hasMessageContaining("type server_error")
                    .hasMessageNotContaining("PROMPT");
            assertThat(streams.failure(Transient.class, passing).receipt().usage())
                    .isEqualTo(TokenUsage.none());
            assertThat(streams.failure(Transient.class, NAME + passing)
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.none());
            assertThat(streams.failure(OutcomeUnknown.class, NAME + arguments("{") + passing)
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(streams.failure(Rejected.class, lasting)).hasMessageContaining("no credit left");
        }
    }

    @Nested
    class A_cancelled_stream {

        @Test
        void closes_its_socket() throws Exception {
            CompletableFuture<Integer> serverSaw = new CompletableFuture<>();
            byte[] start = (NAME + arguments("{")).getBytes(StandardCharsets.UTF_8);
            try (RawServer server = new RawServer(socket -> {
                        RawServer.head(socket, 200, 100_000, TYPE);
                        socket.getOutputStream().write(start);
                        socket.getOutputStream().flush();
                        serverSaw.complete(socket.getInputStream().read());
                        return false;
                    });
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                CompletableFuture<Throwable> call = Calls.inBackground(service, Calls.streamingChat(), context);
                await().until(() -> !context.deltas().isEmpty());

                context.cancel();

                assertThat(call.get()).isInstanceOf(Cancelled.class).hasNoCause();
                assertThat(serverSaw.get()).isEqualTo(-1);
            }
        }
    }
}
