package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Cancelled;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallResponse;
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
class ChatStreamTest {
    private static final String TYPE = "content-type: text/event-stream";
    private static final TokenUsage USAGE = TokenUsage.of(11, 7);
    private static final String NAME = call(0, "\"name\":\"generate_palette\",\"arguments\":\"\"");
    private static final String STOP = chunk("{\"delta\":{},\"finish_reason\":\"stop\"}");
    private static final String LAST =
            "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,"
                    + "\"completion_tokens\":7}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private final Calls.Context context = new Calls.Context();

    @AfterEach
    void close() {
        context.close();
    }

    @Nested
    class A_stream {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void tells_each_piece_and_gives_them_together(String end) {
            String body = NAME + arguments("{\\\"a\\\"") + ": ping\n\n" + arguments(":1") + arguments("}") + STOP + LAST
                    + DONE;

            ToolCallResponse response = answer(body.replace("\n", end));

            assertThat(response.output()).isEqualTo("{\"a\":1}");
            assertThat(response.receipt()).isEqualTo(new CallReceipt("gpt-5", null, "chatcmpl-1", "stop", USAGE));
            assertThat(context.deltas())
                    .containsExactly(new Delta.Text("{\"a\""), new Delta.Text(":1"), new Delta.Text("}"));
        }

        @Test
        void is_bounded_by_its_answer_and_not_by_what_comes_around_it() {
            String comment = ": " + "x".repeat(1 << 20) + "\n\n";

            assertThat(answer(NAME + comment.repeat(17) + arguments("{}") + STOP + LAST + DONE)
                            .output())
                    .isEqualTo("{}");
            assertThat(failure(
                            Malformed.class,
                            NAME + arguments("x".repeat(1 << 20)).repeat(17) + STOP + DONE))
                    .hasMessageContaining("the answer is longer than 16777216 characters");
        }

        @ParameterizedTest
        @CsvSource({"content-type: text/plain, ''", "content-type:, ': ping\n\n'", "content-type:, 'event: chunk\n'"})
        void is_known_by_its_beginning_where_its_type_does_not_tell(String type, String beginning) {
            String events = beginning + NAME + arguments("{}") + STOP + LAST + DONE;

            assertThat(answer(RawServer.json(200, events, type)).output()).isEqualTo("{}");
        }

        @Test
        void without_usage_is_not_free() {
            assertThat(answer(NAME + arguments("{}") + STOP + DONE).usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void need_not_be_one_although_it_was_asked_for() {
            try (RawServer server = RawServer.answering(Calls.completion("{}"));
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                assertThat(service.executeToolCall(Calls.streamingChat(), context)
                                .output())
                        .isEqualTo("{}");
            }
        }

        @Test
        void that_is_not_read_behind_its_end_leaves_the_connection_to_the_next_call() {
            try (RawServer server =
                            new RawServer(RawServer.json(200, NAME + arguments("{}") + STOP + LAST + DONE, TYPE));
                    DefaultOpenAiToolService service = Calls.service(server.url())) {
                service.executeToolCall(Calls.streamingChat(), context);
                service.executeToolCall(Calls.streamingChat(), context);

                assertThat(server.connections()).isEqualTo(1);
            }
        }
    }

    @Nested
    class A_paid_stream_that_cannot_be_used {

        @Test
        void is_of_unknown_outcome_and_keeps_its_usage_without_its_done() {
            OutcomeUnknown unknown = failure(OutcomeUnknown.class, NAME + arguments("{}") + STOP + LAST);

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
            Malformed malformed = failure(Malformed.class, events + LAST + DONE);
            assertThat(malformed).hasMessageContaining(said);
            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_rejected_when_the_model_refused_or_a_filter_stopped_it() {
            String refused =
                    chunk("{\"delta\":{\"refusal\":\"I will \"}}") + chunk("{\"delta\":{\"refusal\":\"not\"}}");

            assertThat(failure(Rejected.class, refused + STOP + LAST + DONE)).hasMessageContaining("refused");
            assertThat(failure(
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
            assertThat(failure(Malformed.class, LAST + event + "\n\n" + DONE))
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

            assertThat(failure(Malformed.class, endless)).hasMessageContaining("longer than 134217728 bytes");
        }
    }

    @Nested
    class An_error_in_the_stream {

        @Test
        void is_transient_or_rejected_by_its_code_and_of_unknown_outcome_behind_a_part_of_the_answer() {
            String passing = "data: {\"error\":{\"type\":\"server_error\",\"message\":\"PROMPT\"}}\n\n";
            String lasting = "event: error\ndata: {\"error\":{\"code\":\"insufficient_quota\"}}\n\n";

            assertThat(failure(Transient.class, passing))
                    .hasMessageContaining("type server_error")
                    .hasMessageNotContaining("PROMPT");
            assertThat(failure(Transient.class, passing).receipt().usage()).isEqualTo(TokenUsage.none());
            assertThat(failure(Transient.class, NAME + passing).receipt().usage())
                    .isEqualTo(TokenUsage.none());
            assertThat(failure(OutcomeUnknown.class, NAME + arguments("{") + passing)
                            .receipt()
                            .usage())
                    .isEqualTo(TokenUsage.unreported());
            assertThat(failure(Rejected.class, lasting)).hasMessageContaining("no credit left");
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

    private ToolCallResponse answer(String events) {
        return answer(RawServer.json(200, events, TYPE));
    }

    private ToolCallResponse answer(RawServer.Reaction reaction) {
        try (RawServer server = new RawServer(reaction);
                DefaultOpenAiToolService service = Calls.service(server.url())) {
            return service.executeToolCall(Calls.streamingChat(), context);
        }
    }

    private <E extends ToolCallException> E failure(Class<E> type, String events) {
        return failure(type, RawServer.json(200, events, TYPE));
    }

    private <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        return catchThrowableOfType(type, () -> answer(reaction));
    }

    private static String arguments(String piece) {
        return call(0, "\"arguments\":\"" + piece + "\"");
    }

    private static String call(int index, String function) {
        return chunk("{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":" + index + ",\"function\":{" + function
                + "}}]},\"finish_reason\":null}");
    }

    private static String chunk(String choice) {
        return "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5\",\"choices\":[" + choice + "],\"usage\":null}\n\n";
    }
}
