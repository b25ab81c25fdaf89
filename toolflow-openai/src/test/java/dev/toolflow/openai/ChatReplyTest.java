package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReplyTest {
    private static final TokenUsage USAGE = TokenUsage.of(11, 7).withCached(3).withReasoning(2);
    private static final String CALL =
            "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"generate_palette\",\"arguments\":\"{}\"}}";

    @Nested
    class A_forced_tool_call {

        @Test
        void gives_its_arguments_and_a_receipt() {
            try (RawServer server = new RawServer(
                    RawServer.json(200, Calls.completion("{\"colors\":[\"#FFF\"]}"), "x-request-id: req_1"))) {
                ToolCallResponse response = Calls.call(server.url(), Calls.chat());

                assertThat(response.output()).isEqualTo("{\"colors\":[\"#FFF\"]}");
                assertThat(response.receipt())
                        .isEqualTo(new CallReceipt("gpt-5.4-mini-2026", "req_1", "chatcmpl-1", "stop", USAGE));
            }
        }

        @Test
        void is_passed_on_unread() {
            assertThat(answer(Calls.completion("not JSON at all")).output()).isEqualTo("not JSON at all");
        }

        @Test
        void keeps_a_lone_surrogate() {
            String body = Calls.completion("{}").replace("\"{}\"", "\"{\\\"t\\\":\\\"\\ud800\\\"}\"");

            assertThat(answer(body).output()).isEqualTo("{\"t\":\"\ud800\"}");
        }

        @Test
        void without_usage_is_not_free() {
            String body = Calls.completion("{}").replaceFirst(",\"usage\".*}}}", "}");

            assertThat(answer(body).usage()).isEqualTo(TokenUsage.unreported());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "-3", "\"11\"", "1.5", "99999999999999999999", "{}"})
        void with_a_count_that_is_no_count_has_unknown_usage(String count) {
            String body = Calls.completion("{}").replace("\"prompt_tokens\":11", "\"prompt_tokens\":" + count);

            assertThat(answer(body).usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void may_come_with_fields_nobody_knows() {
            String body = Calls.completion("{}").replaceFirst("\\{", "{\"new\":{\"deep\":[1,{\"x\":null}]},");

            assertThat(answer(body).usage()).isEqualTo(USAGE);
        }
    }

    @Nested
    class A_paid_reply_that_cannot_be_used {

        @Test
        void is_malformed_when_it_was_cut_and_says_where_and_what_helps() {
            Malformed cut = malformed(Calls.completion("\"tool_calls\":[" + CALL + "]", "length"));

            assertThat(cut).hasMessage("step 'palette': reply cut at 4096 tokens; raise maxTokens");
            assertThat(cut.receipt().usage()).isEqualTo(USAGE);
            assertThat(cut.receipt().finishReason()).isEqualTo("length");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        "content":"Sure!"                         | did not call the tool
                        "tool_calls":[]                           | did not call the tool
                        "tool_calls":null                         | did not call the tool
                        "tool_calls":[%1$s,%1$s]                  | made 2 tool calls
                        "tool_calls":[{"function":{"name":"other","arguments":"{}"}}]           | called another tool
                        "tool_calls":[{"function":null}]          | called another tool
                        "tool_calls":[{"function":{"name":"generate_palette","arguments":""}}]  | without arguments
                        "tool_calls":[{"function":{"name":"generate_palette"}}]                 | without arguments
                        "tool_calls":[{"function":{"name":"generate_palette","arguments":{}}}]  | without arguments
                        """)
        void is_malformed_without_exactly_the_call_and_keeps_its_usage(String message, String said) {
            String body =
                    Calls.completion(message.replace("\"content\"", "\"said\"").replace("%1$s", CALL), "stop");

            Malformed malformed = malformed(body);

            assertThat(malformed).hasMessageStartingWith("step 'palette': ").hasMessageContaining(said);
            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        null                        | no JSON object
                        []                          | no JSON object
                        ''                          | is empty
                        {"choices":[]}              | did not call the tool
                        {"choices":{}}              | did not call the tool
                        {"choices":[{"message":     | ends in the middle
                        {"id":"a","id":"b"}         | no JSON, or has a key twice
                        {"id":oops}                 | no JSON, or has a key twice
                        <html>PROMPT</html>         | no JSON, or has a key twice
                        """)
        void is_malformed_with_unknown_usage_when_there_is_none_to_read(String body, String said) {
            Malformed malformed = malformed(body);

            assertThat(malformed).hasMessageContaining(said).hasMessageNotContaining("PROMPT");
            assertThat(malformed).hasNoCause();
            assertThat(malformed.receipt().usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void is_malformed_when_it_is_in_no_encoding_at_all() {
            byte[] noCharacter = {0, 0, 0, '{', (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff};
            try (RawServer server = new RawServer(RawServer.bytes(200, noCharacter))) {
                assertThat(Calls.failure(server.url(), Calls.chat(), Malformed.class))
                        .hasMessageContaining("no JSON");
            }
        }

        @Test
        void keeps_its_usage_although_garbage_follows() {
            Malformed malformed = malformed(Calls.completion("{}") + "x");

            assertThat(malformed.receipt().usage()).isEqualTo(USAGE);
        }

        @Test
        void is_malformed_when_something_else_follows() {
            assertThat(malformed(Calls.completion("{}") + "{}")).hasMessageContaining("follows");
        }

        @Test
        void names_the_base_url_when_it_is_html() {
            try (RawServer server =
                    new RawServer(RawServer.json(200, "<html></html>", "content-type: text/html; charset=utf-8"))) {
                assertThat(Calls.failure(server.url(), Calls.chat(), Malformed.class))
                        .hasMessageContaining("HTML")
                        .hasMessageContaining("/v1");
            }
        }

        @Test
        void does_not_overflow_the_stack_however_deep_it_is() {
            assertThat(malformed("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"))
                    .hasMessageContaining("nested too deeply");
        }

        @Test
        void does_not_fill_the_heap_with_the_names_of_its_fields() {
            assertThat(malformed("{" + fields(60_000) + "\"id\":\"a\"}")).hasMessageContaining("too many fields");
        }

        @Test
        void may_have_more_fields_than_anybody_sends() {
            assertThat(malformed("{" + fields(40_000) + "\"id\":\"a\"}")).hasMessageContaining("did not call the tool");
        }

        private static String fields(int count) {
            return IntStream.range(0, count).mapToObj(i -> "\"f" + i + "\":1,").collect(Collectors.joining());
        }

        @Test
        void is_cut_when_it_is_longer_than_allowed() {
            String mebibyte = "\"" + "x".repeat(1 << 20) + "\",";
            String endless = "{\"x\":[" + mebibyte.repeat(ChatReader.LONGEST_BODY >> 20) + "0]}";

            assertThat(malformed(endless)).hasMessageContaining("longer than 16777216 bytes");
        }
    }

    @Nested
    class A_reply_that_would_come_again {

        @Test
        void is_rejected_when_the_model_refused_without_repeating_its_words() {
            Rejected refused = rejected(Calls.completion("\"refusal\":\"I will not draw PROMPT\"", "stop"));

            assertThat(refused).hasMessageContaining("refused").hasMessageNotContaining("PROMPT");
            assertThat(refused.receipt().usage()).isEqualTo(USAGE);
            assertThat(refused.reason()).isEqualTo(Rejection.REFUSAL);
        }

        @Test
        void is_rejected_when_a_filter_stopped_it() {
            Rejected filtered = rejected(Calls.completion("\"refusal\":null", "content_filter"));

            assertThat(filtered).hasMessageContaining("content filter");
            assertThat(filtered.receipt().usage()).isEqualTo(USAGE);
            assertThat(filtered.reason()).isEqualTo(Rejection.MODERATION);
        }

        private Rejected rejected(String body) {
            try (RawServer server = RawServer.answering(body)) {
                return Calls.failure(server.url(), Calls.chat(), Rejected.class);
            }
        }
    }

    private static ToolCallResponse answer(String body) {
        try (RawServer server = RawServer.answering(body)) {
            return Calls.call(server.url(), Calls.chat());
        }
    }

    private static Malformed malformed(String body) {
        try (RawServer server = RawServer.answering(body)) {
            return Calls.failure(server.url(), Calls.chat(), Malformed.class);
        }
    }
}
