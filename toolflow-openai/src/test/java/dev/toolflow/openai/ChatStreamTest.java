package dev.toolflow.openai;

import static dev.toolflow.openai.ChatStreams.DONE;
import static dev.toolflow.openai.ChatStreams.LAST;
import static dev.toolflow.openai.ChatStreams.NAME;
import static dev.toolflow.openai.ChatStreams.STOP;
import static dev.toolflow.openai.ChatStreams.TYPE;
import static dev.toolflow.openai.ChatStreams.USAGE;
import static dev.toolflow.openai.ChatStreams.arguments;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ChatStreamTest {
    private final ChatStreams streams = new ChatStreams();
    private final Calls.Context context = streams.context;

    @AfterEach
    void close() {
        streams.close();
    }

    @Nested
    class A_stream {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r\n", "\r"})
        void tells_each_piece_and_gives_them_together(String end) {
            String body = NAME + arguments("{\\\"a\\\"") + ": ping\n\n" + arguments(":1") + arguments("}") + STOP + LAST
                    + DONE;

            ToolCallResponse response = streams.answer(body.replace("\n", end));

            assertThat(response.output()).isEqualTo("{\"a\":1}");
            assertThat(response.receipt()).isEqualTo(new CallReceipt("gpt-5", null, "chatcmpl-1", "stop", USAGE));
            assertThat(context.deltas())
                    .containsExactly(new Delta.Text("{\"a\""), new Delta.Text(":1"), new Delta.Text("}"));
        }

        @Test
        void is_bounded_by_its_answer_and_not_by_what_comes_around_it() {
            String comment = ": " + "x".repeat(1 << 20) + "\n\n";

            assertThat(streams.answer(NAME + comment.repeat(17) + arguments("{}") + STOP + LAST + DONE)
                            .output())
                    .isEqualTo("{}");
            assertThat(streams.failure(
                            Malformed.class,
                            NAME + arguments("x".repeat(1 << 20)).repeat(17) + STOP + DONE))
                    .hasMessageContaining("the answer is longer than 16777216 characters");
        }

        @ParameterizedTest
        @CsvSource({"content-type: text/plain, ''", "content-type:, ': ping\n\n'", "content-type:, 'event: chunk\n'"})
        void is_known_by_its_beginning_where_its_type_does_not_tell(String type, String beginning) {
            String events = beginning + NAME + arguments("{}") + STOP + LAST + DONE;

            assertThat(streams.answer(RawServer.json(200, events, type)).output())
                    .isEqualTo("{}");
        }

        @Test
        void without_usage_is_not_free() {
            assertThat(streams.answer(NAME + arguments("{}") + STOP + DONE).usage())
                    .isEqualTo(TokenUsage.unreported());
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
}
