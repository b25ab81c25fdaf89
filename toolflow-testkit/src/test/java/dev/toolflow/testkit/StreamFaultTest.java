package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.testkit.sse.EventStyle;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StreamFaultTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final FakeOpenAiServer server =
            FakeOpenAiServer.builder().flawlessPalettes().start();
    private final Client client = new Client(server);

    @AfterEach
    void close() {
        server.close();
    }

    private static ObjectNode chatRequest() {
        return Client.palette().put("stream", true);
    }

    private static ObjectNode pictureRequest() {
        return Client.picture().put("size", "64x64").put("stream", true).put("partial_images", 2);
    }

    private Events chat() throws Exception {
        return Events.of(client.post(Endpoint.CHAT_COMPLETIONS, chatRequest()).body());
    }

    private Events picture() throws Exception {
        return Events.of(
                client.post(Endpoint.IMAGE_GENERATIONS, pictureRequest()).body());
    }

    @Nested
    class A_stream {

        @ParameterizedTest
        @EnumSource
        void in_an_unusual_spelling_says_the_same(EventStyle style) throws Exception {
            Events usual = picture();
            server.next(StreamFault.written(style));
            Events unusual = picture();
            assertThat(unusual.names()).isEqualTo(usual.names());
            assertThat(unusual.last().path("b64_json")).isEqualTo(usual.last().path("b64_json"));
        }

        @Test
        void in_all_spellings_at_once_looks_unlike_the_usual_one() throws Exception {
            server.next(StreamFault.written(EventStyle.CRLF, EventStyle.COMMENTS, EventStyle.NO_SPACE));
            String body = client.post(Endpoint.CHAT_COMPLETIONS, chatRequest()).body();
            assertThat(body).startsWith(": keep-alive\r\n\r\ndata:{").endsWith("data:[DONE]\r\n\r\n");
        }

        @Test
        void is_cut_after_an_event_and_paid_all_the_same() {
            server.next(StreamFault.cutAfter(1), Fault.truncated());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> picture());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> picture());
            assertThat(server.ledger().calls()).hasSize(2);
        }

        @Test
        void ends_before_what_should_come_last() throws Exception {
            server.next(StreamFault.endedAfter(2), StreamFault.withoutDone());
            assertThat(picture().names())
                    .containsExactly("image_generation.partial_image", "image_generation.partial_image");
            Events chat = chat();
            assertThat(chat.data()).doesNotContain("[DONE]");
            assertThat(chat.last().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        }

        @Test
        void ends_with_an_error_event() throws Exception {
            server.next(StreamFault.errorAfter(1, "moderation_blocked"), StreamFault.errorAfter(3, "server_error"));
            Events picture = picture();
            assertThat(picture.names()).containsExactly("image_generation.partial_image", "error");
            assertThat(picture.last().at("/error/code").asText()).isEqualTo("moderation_blocked");
            Events chat = chat();
            assertThat(chat.size()).isEqualTo(4);
            assertThat(chat.last().at("/error/code").asText()).isEqualTo("server_error");
        }

        @Test
        void waits_between_events() throws Exception {
            CountDownLatch latch = new CountDownLatch(1);
            server.next(StreamFault.heldAfter(1, latch), StreamFault.paced(Duration.ofMillis(1)));
            CompletableFuture<HttpResponse<String>> call =
                    client.postAsync(Endpoint.IMAGE_GENERATIONS, pictureRequest());
            assertThat(server.awaitRequests(1, LONG)).isTrue();
            assertThat(call).isNotDone();
            latch.countDown();
            assertThat(Events.of(call.get(30, TimeUnit.SECONDS).body()).size()).isEqualTo(3);
            assertThat(chat().data()).contains("[DONE]");
        }

        @Test
        void that_the_client_leaves_is_noticed_and_billed() throws Exception {
            server.next(StreamFault.stalledAfter(1), StreamFault.heldAfter(2, new CountDownLatch(1)));
            for (int i = 1; i <= 2; i++) {
                try (Socket socket = client.open(Endpoint.IMAGE_GENERATIONS, pictureRequest())) {
                    assertThat(socket.getInputStream().read()).isEqualTo('H');
                }
                assertThat(server.awaitAbandoned(i, LONG)).isTrue();
            }
            assertThat(server.ledger().calls()).hasSize(2);
        }
    }

    @Nested
    class A_fault_of_streams {

        @Test
        void says_so_where_the_request_asks_for_none() throws Exception {
            server.next(StreamFault.withoutDone(), StreamFault.cutAfter(1));
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> response = client.post(Endpoint.CHAT_COMPLETIONS, Client.palette());
                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(response.body()).contains("the request asks for none");
            }
        }
    }
}
