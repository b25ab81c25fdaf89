package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChatStreamTest {

    private static final String ARGUMENTS = "/tool_calls/0/function/arguments";

    private final FakeOpenAiServer server =
            FakeOpenAiServer.builder().flawlessPalettes().start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private static ObjectNode request() {
        ObjectNode request = Client.palette().put("stream", true);
        request.putObject("stream_options").put("include_usage", true);
        return request;
    }

    private HttpResponse<String> post(JsonNode request) throws Exception {
        return client.post(Endpoint.CHAT_COMPLETIONS, request);
    }

    @Nested
    class A_streamed_tool_call {

        @Test
        void comes_as_events_that_begin_with_the_role_and_the_name_and_end_with_done() throws Exception {
            HttpResponse<String> response = post(request());
            Events events = Events.of(response.body());
            assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
            assertThat(events.json(0).path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(events.json(0).at("/choices/0/delta/role").asText()).isEqualTo("assistant");
            JsonNode call = events.json(1).at("/choices/0/delta/tool_calls/0");
            assertThat(call.path("index").asInt(-1)).isZero();
            assertThat(call.path("id").asText()).startsWith("call_");
            assertThat(call.at("/function/name").asText()).isEqualTo("generate_palette");
            assertThat(call.at("/function/arguments").asText("none")).isEmpty();
            assertThat(events.data().get(events.size() - 1)).isEqualTo("[DONE]");
        }

        @Test
        void has_the_arguments_of_the_same_call_without_a_stream() throws Exception {
            JsonNode whole = client.arguments(Client.palette());
            Events events = Events.of(post(request()).body());
            assertThat(Client.json(events.joined(ARGUMENTS))).isEqualTo(whole);
            assertThat(events.size()).isGreaterThan(10);
        }

        @Test
        void ends_with_the_finish_reason_and_then_the_usage_without_choices() throws Exception {
            Events events = Events.of(post(request()).body());
            JsonNode finish = events.json(events.size() - 3);
            JsonNode usage = events.json(events.size() - 2);
            assertThat(finish.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
            assertThat(finish.path("usage").isNull()).isTrue();
            assertThat(usage.path("choices")).isEmpty();
            assertThat(usage.at("/usage/total_tokens").asLong())
                    .isEqualTo(server.ledger().total());
        }

        @Test
        void says_no_usage_unless_asked_and_is_billed_all_the_same() throws Exception {
            String body = post(Client.palette().put("stream", true)).body();
            assertThat(body).doesNotContain("usage");
            assertThat(server.ledger().total()).isPositive();
        }

        @Test
        void suffers_the_faults_of_an_answer_as_well() throws Exception {
            server.next(
                    ChatFault.refusal("I would rather not."),
                    ChatFault.twoToolCalls(),
                    ChatFault.cutArguments(),
                    Fault.withoutUsage());
            assertThat(Events.of(post(request()).body()).joined("/refusal")).isEqualTo("I would rather not.");
            assertThat(post(request()).body()).contains("\"tool_calls\":[{\"index\":1,\"id\"");
            assertThat(post(request()).body()).contains("\"finish_reason\":\"length\"");
            assertThat(post(request()).body()).doesNotContain("prompt_tokens");
        }

        @Test
        void never_has_half_a_character() throws Exception {
            server.next(ChatFault.arguments("{\"a\":\"\uD83C\uDF75\uD83C\uDF3F\uD83C\uDFD4 tea\"}"));
            assertThat(Events.of(post(request()).body()).joined(ARGUMENTS))
                    .isEqualTo("{\"a\":\"\uD83C\uDF75\uD83C\uDF3F\uD83C\uDFD4 tea\"}");
        }
    }

    @Nested
    class Streamed_prose {

        @Test
        void comes_in_pieces() throws Exception {
            ObjectNode request = request();
            request.remove("tools");
            request.remove("tool_choice");
            request.remove("parallel_tool_calls");
            assertThat(Events.of(post(request).body()).joined("/content")).contains("Morning Mist Tea");
        }
    }

    @Nested
    class A_request_that_is_refused {

        @Test
        void gets_plain_error_JSON_although_it_asked_for_a_stream() throws Exception {
            HttpResponse<String> response = post(request().put("temprature", 1));
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("content-type")).contains("application/json");
        }
    }
}
