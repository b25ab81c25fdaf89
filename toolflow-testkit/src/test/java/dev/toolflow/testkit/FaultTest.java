package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FaultTest {

    private final FakeOpenAiServer server =
            FakeOpenAiServer.builder().flawlessPalettes().start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private HttpResponse<String> palette() throws Exception {
        return client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
    }

    private JsonNode message() throws Exception {
        return Client.json(palette().body()).at("/choices/0/message");
    }

    private HttpResponse<String> picture() throws Exception {
        return client.post(Endpoint.IMAGE_GENERATIONS, Client.picture());
    }

    private JsonNode data() throws Exception {
        return Client.json(picture().body()).path("data");
    }

    @Nested
    class A_script {

        @Test
        void spoils_the_next_requests_in_order_and_then_no_more() throws Exception {
            server.next(Fault.status(503), Fault.none(), Fault.status(500));
            assertThat(palette().statusCode()).isEqualTo(503);
            assertThat(palette().statusCode()).isEqualTo(200);
            assertThat(palette().statusCode()).isEqualTo(500);
            assertThat(palette().statusCode()).isEqualTo(200);
        }

        @Test
        void for_a_tool_leaves_other_tools_alone() throws Exception {
            server.on("write_copy").always(Fault.status(500));
            server.on("generate_image").always(Fault.status(503));
            assertThat(palette().statusCode()).isEqualTo(200);
            assertThat(picture().statusCode()).isEqualTo(503);
            assertThat(client.post(Endpoint.CHAT_COMPLETIONS, Client.chat("write_copy", Client.PALETTE, "x"))
                            .statusCode())
                    .isEqualTo(500);
        }

        @Test
        void can_name_the_ordinal_of_the_call() throws Exception {
            server.on(Endpoint.CHAT_COMPLETIONS).onCall(2, Fault.status(500));
            assertThat(palette().statusCode()).isEqualTo(200);
            assertThat(palette().statusCode()).isEqualTo(500);
            assertThat(palette().statusCode()).isEqualTo(200);
        }

        @Test
        void that_does_not_fit_the_request_says_so() throws Exception {
            server.next(ChatFault.refusal("no"));
            assertThat(picture().body()).contains("fault 'refusal' is for chat requests");
        }

        @Test
        void of_a_reset_before_reading_needs_an_endpoint() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> server.on("generate_palette").reply(Fault.resetBeforeReading()))
                    .withMessageContaining("resetAfterReading()");
        }
    }

    @Nested
    class An_error {

        @Test
        void of_too_many_requests_carries_the_hint_when_to_come_back() throws Exception {
            server.next(
                    Fault.rateLimited(Duration.ofMillis(1500)),
                    Fault.status(429).header("retry-after", "86400"));
            HttpResponse<String> first = palette();
            assertThat(first.statusCode()).isEqualTo(429);
            assertThat(first.headers().firstValue("retry-after")).contains("2");
            assertThat(first.headers().firstValue("retry-after-ms")).contains("1500");
            assertThat(palette().headers().firstValue("retry-after")).contains("86400");
        }

        @Test
        void carries_the_code_that_OpenAI_gives() throws Exception {
            server.next(Fault.insufficientQuota(), Fault.moderationBlocked(), Fault.badRequest("Bad."));
            assertThat(palette().body()).contains("\"code\":\"insufficient_quota\"");
            assertThat(palette().body()).contains("\"code\":\"moderation_blocked\"");
            assertThat(palette().body()).contains("Bad.");
        }

        @Test
        void of_authorization_echoes_the_key() throws Exception {
            server.next(Fault.unauthorizedEchoingKey());
            HttpResponse<String> response = palette();
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("sk-test-secret");
        }

        @Test
        void can_be_a_page_or_any_text() throws Exception {
            server.next(Fault.html(502), Fault.nullBody(), Fault.body("{\"usage\":{\"prompt_tokens\":7}}"));
            assertThat(palette().headers().firstValue("content-type").orElse(""))
                    .startsWith("text/html");
            assertThat(palette().body()).isEqualTo("null");
            assertThat(palette().body()).isEqualTo("{\"usage\":{\"prompt_tokens\":7}}");
            assertThat(server.ledger().input()).isEqualTo(7);
        }
    }

    @Nested
    class A_chat_answer {

        @Test
        void can_be_a_refusal() throws Exception {
            server.next(ChatFault.refusal("I would rather not."));
            JsonNode message = message();
            assertThat(message.path("refusal").asText()).isEqualTo("I would rather not.");
            assertThat(message.has("tool_calls")).isFalse();
        }

        @Test
        void can_be_cut_or_filtered() throws Exception {
            server.next(ChatFault.cutArguments(), ChatFault.contentFilter());
            assertThat(palette().body()).contains("\"finish_reason\":\"length\"");
            assertThat(palette().body())
                    .contains("\"finish_reason\":\"content_filter\"")
                    .doesNotContain("tool_calls");
        }

        @Test
        void can_call_no_tool_the_wrong_one_or_two() throws Exception {
            server.next(ChatFault.noToolCall(), ChatFault.wrongTool("other"), ChatFault.twoToolCalls());
            assertThat(message().path("content").asText()).isNotBlank();
            assertThat(message().at("/tool_calls/0/function/name").asText()).isEqualTo("other");
            assertThat(message().path("tool_calls")).hasSize(2);
        }

        @Test
        void can_have_any_arguments() throws Exception {
            server.next(ChatFault.arguments("{\"a\":1}"), ChatFault.notJsonArguments(), Fault.duplicateKey());
            assertThat(message().at("/tool_calls/0/function/arguments").asText())
                    .isEqualTo("{\"a\":1}");
            assertThat(message().at("/tool_calls/0/function/arguments").asText())
                    .startsWith("Certainly!");
            assertThat(message().at("/tool_calls/0/function/arguments").asText())
                    .startsWith("{\"colors\":null,\"colors\":[");
        }

        @Test
        void can_leave_out_what_it_cost_and_is_billed_all_the_same() throws Exception {
            server.next(Fault.withoutUsage());
            assertThat(palette().body()).doesNotContain("usage");
            assertThat(server.ledger().total()).isPositive();
        }

        @Test
        void can_be_changed_at_will() throws Exception {
            server.next(ChatFault.completion(completion -> completion.put("model", "another")));
            assertThat(palette().body()).contains("\"model\":\"another\"");
        }
    }

    @Nested
    class An_image_answer {

        @Test
        void can_be_a_link_or_nonsense() throws Exception {
            server.next(
                    ImageFault.imageUrl("http://127.0.0.1/x.png"), ImageFault.wrongBase64(), ImageFault.notAnImage());
            assertThat(data().at("/0/url").asText()).isEqualTo("http://127.0.0.1/x.png");
            assertThat(data().at("/0/b64_json").asText()).contains("*");
            assertThat(new String(data().at("/0/b64_json").binaryValue(), StandardCharsets.UTF_8))
                    .startsWith("<html>");
        }

        @Test
        void can_have_too_few_pictures_or_any_bytes() throws Exception {
            server.next(ImageFault.noImages(), ImageFault.fewerImages(), ImageFault.imageBytes(new byte[] {1, 2}));
            assertThat(data()).isEmpty();
            assertThat(data()).isEmpty();
            assertThat(data().at("/0/b64_json").binaryValue()).containsExactly(1, 2);
        }

        @Test
        void can_repeat_a_key_or_leave_out_usage() throws Exception {
            server.next(Fault.duplicateKey(), Fault.withoutUsage());
            assertThat(picture().body()).containsPattern("\"created\":\\d+,\"created\":");
            assertThat(picture().body()).doesNotContain("\"usage\"");
            assertThat(server.ledger().calls()).hasSize(2);
        }
    }
}
