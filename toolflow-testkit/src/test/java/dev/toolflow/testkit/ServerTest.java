package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServerTest {

    private final FakeOpenAiServer server = FakeOpenAiServer.start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    @Nested
    class What_it_was_asked {

        @Test
        void can_be_read_back() throws Exception {
            String id = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette())
                    .headers()
                    .firstValue("x-request-id")
                    .orElseThrow();
            client.post(Endpoint.IMAGE_GENERATIONS, Client.picture());
            RecordedRequest first = server.requests().get(0);
            assertThat(first.method() + " " + first.path()).isEqualTo("POST /v1/chat/completions");
            assertThat(first.body()).isEqualTo(Client.palette());
            assertThat(first.tool()).contains("generate_palette");
            assertThat(first.requestId()).isEqualTo(id);
            assertThat(server.requests("generate_image")).hasSize(1);
            assertThat(server.count(Endpoint.IMAGE_GENERATIONS)).isEqualTo(1);
        }

        @Test
        void keeps_the_key_but_does_not_print_it() throws Exception {
            client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.requests().get(0).header("Authorization")).contains("Bearer sk-test-secret");
            assertThat(server.requests().toString()).doesNotContain("secret").contains("generate_palette");
        }

        @Test
        void is_forgotten_beyond_the_number_to_keep_but_counted() throws Exception {
            try (FakeOpenAiServer small =
                    FakeOpenAiServer.builder().keepRequests(1).start()) {
                new Client(small).post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                new Client(small).post(Endpoint.IMAGE_GENERATIONS, Client.picture());
                assertThat(small.requests())
                        .singleElement()
                        .extracting(RecordedRequest::path)
                        .isEqualTo("/v1/images/generations");
                assertThat(small.count(Endpoint.CHAT_COMPLETIONS)).isEqualTo(1);
            }
        }
    }

    @Nested
    class The_ledger {

        @Test
        void is_the_sum_of_what_the_replies_reported() throws Exception {
            ObjectNode thinking = Client.palette().put("model", "gpt-5.1").put("reasoning_effort", "high");
            HttpResponse<String> chat = client.post(Endpoint.CHAT_COMPLETIONS, thinking);
            JsonNode chatUsage = Client.json(chat.body()).path("usage");
            JsonNode imageUsage = Client.json(client.post(Endpoint.IMAGE_GENERATIONS, Client.picture())
                            .body())
                    .path("usage");
            Ledger ledger = server.ledger();
            assertThat(ledger.total())
                    .isEqualTo(chatUsage.path("total_tokens").asLong()
                            + imageUsage.path("total_tokens").asLong());
            assertThat(ledger.reasoning()).isEqualTo(576);
            assertThat(ledger.imageOutput())
                    .isEqualTo(imageUsage.path("output_tokens").asLong());
            assertThat(ledger.call(chat.headers().firstValue("x-request-id").orElseThrow()))
                    .hasValueSatisfying(call -> assertThat(call.input())
                            .isEqualTo(chatUsage.path("prompt_tokens").asLong()));
        }

        @Test
        void bills_no_refused_request() throws Exception {
            server.next(Fault.status(500));
            client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            client.post(Endpoint.CHAT_COMPLETIONS, Client.palette().put("nonsense", 1));
            assertThat(server.ledger().calls()).isEmpty();
        }
    }

    @Nested
    class A_required_key {

        @Test
        void is_asked_for_and_never_repeated() throws Exception {
            try (FakeOpenAiServer locked =
                    FakeOpenAiServer.builder().requireKey("sk-right").start()) {
                HttpResponse<String> wrong = new Client(locked).post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                HttpResponse<String> none = new Client(locked).postText("/v1/chat/completions", "{}");
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.body()).contains("invalid_api_key").doesNotContain("sk-test-secret");
                assertThat(none.body()).contains("didn't provide an API key");
                assertThat(new Client(locked)
                                .postText("/v1/chat/completions", "{}", "authorization", "Bearer sk-right")
                                .statusCode())
                        .isEqualTo(400);
            }
        }
    }

    @Nested
    class Many_requests_at_once {

        @Test
        void are_all_answered_and_told_apart() throws Exception {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                calls.add(client.postAsync(
                        Endpoint.CHAT_COMPLETIONS, Client.chat("tool_" + i % 20, Client.PALETTE, "Tea " + i)));
            }
            Set<String> ids = new HashSet<>();
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                HttpResponse<String> response = call.get(60, TimeUnit.SECONDS);
                assertThat(response.statusCode()).isEqualTo(200);
                ids.add(response.headers().firstValue("x-request-id").orElseThrow());
            }
            assertThat(ids).hasSize(200);
            assertThat(server.ledger().calls()).hasSize(200);
            assertThat(server.requests("tool_7")).hasSize(10);
        }
    }

    @Nested
    class Its_life {

        @Test
        void leaves_no_thread_behind() throws Exception {
            FakeOpenAiServer other = FakeOpenAiServer.start();
            new Client(other).post(Endpoint.CHAT_COMPLETIONS, Client.palette());
            server.close();
            other.close();
            other.close();
            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().startsWith("fake-openai-"));
        }

        @Test
        void begins_at_the_port_that_was_asked_for_unless_it_is_taken() {
            assertThat(server.baseUrl().toString()).isEqualTo("http://127.0.0.1:" + server.port() + "/v1");
            assertThatThrownBy(() -> FakeOpenAiServer.start(server.port()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("port " + server.port());
        }

        @Test
        void has_the_time_of_its_clock() throws Exception {
            Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
            try (FakeOpenAiServer timed =
                    FakeOpenAiServer.builder().clock(clock).start()) {
                assertThat(new Client(timed)
                                .post(Endpoint.CHAT_COMPLETIONS, Client.palette())
                                .body())
                        .contains("\"created\":1800000000");
            }
        }
    }

    @Nested
    class A_request_in_chunks {

        @Test
        void is_read_as_well() throws Exception {
            String request = """
                    POST /v1/chat/completions HTTP/1.1
                    Connection: close
                    Expect: 100-continue
                    Transfer-Encoding: chunked

                    5
                    {"mod
                    7;x=y
                    el":"m"
                    1
                    }
                    0

                    """.replace("\n", "\r\n");
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(server.baseUrl().getHost(), server.port()));
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String reply = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(reply).startsWith("HTTP/1.1 100 Continue").contains("'messages'");
                assertThat(server.requests().get(0).body().path("model").asText())
                        .isEqualTo("m");
            }
        }
    }
}
