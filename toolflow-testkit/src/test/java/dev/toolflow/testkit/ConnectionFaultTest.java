package dev.toolflow.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ConnectionFaultTest {

    private static final Duration LONG = Duration.ofSeconds(30);

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

    private HttpResponse<String> picture() throws Exception {
        return client.post(Endpoint.IMAGE_GENERATIONS, Client.picture());
    }

    @Nested
    class A_connection {

        @Test
        void is_reset_before_the_request_is_read() {
            server.on(Endpoint.CHAT_COMPLETIONS).reply(Fault.resetBeforeReading());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> palette());
            assertThat(server.count(Endpoint.CHAT_COMPLETIONS)).isEqualTo(1);
            assertThat(server.ledger().calls()).isEmpty();
        }

        @Test
        void is_reset_after_the_request_was_read() throws Exception {
            server.on("generate_palette").reply(Fault.resetAfterReading());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> palette());
            assertThat(server.requests("generate_palette")).hasSize(1);
            assertThat(palette().statusCode()).isEqualTo(200);
        }

        @Test
        void ends_in_the_middle_of_a_body_that_is_paid_all_the_same() {
            server.next(Fault.truncated());
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> picture());
            server.next(Fault.truncatedAfter(10));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> palette());
            assertThat(server.ledger().calls()).hasSize(2);
        }

        @Test
        void ends_well_behind_half_of_its_json() throws Exception {
            server.next(Fault.cutJson());
            HttpResponse<String> half = palette();
            assertThat(half.statusCode()).isEqualTo(200);
            assertThat(half.body()).startsWith("{").doesNotEndWith("}");
            assertThat(server.ledger().calls()).hasSize(1);
        }

        @Test
        void that_stalls_ends_when_the_server_closes() throws Exception {
            server.next(Fault.stalled(), Fault.stalledMidBody());
            CompletableFuture<?> first = client.postAsync(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.awaitRequests(1, LONG)).isTrue();
            CompletableFuture<?> second = client.postAsync(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.awaitRequests(2, LONG)).isTrue();
            assertThat(first).isNotDone();
            server.close();
            assertThat(first).failsWithin(LONG);
            assertThat(second).failsWithin(LONG);
        }

        @Test
        void that_the_client_gives_up_is_noticed() throws Exception {
            server.next(Fault.stalled());
            CompletableFuture<?> call = client.postAsync(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.awaitRequests(1, LONG)).isTrue();
            call.cancel(true);
            assertThat(server.awaitAbandoned(1, LONG)).isTrue();
        }

        @Test
        void waits_for_a_latch() throws Exception {
            CountDownLatch latch = new CountDownLatch(1);
            server.next(Fault.none().after(latch));
            CompletableFuture<HttpResponse<String>> call =
                    client.postAsync(Endpoint.CHAT_COMPLETIONS, Client.palette());
            assertThat(server.awaitRequests(1, LONG)).isTrue();
            assertThat(call).isNotDone();
            latch.countDown();
            assertThat(call.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        }

        @Test
        void answers_after_a_delay() throws Exception {
            server.next(Fault.status(500).after(Duration.ofMillis(1)));
            assertThat(palette().statusCode()).isEqualTo(500);
        }

        @Test
        void carries_as_large_a_body_as_wanted() throws Exception {
            server.next(Fault.hugeBody(3_000_000), Fault.hugeBody(100_000));
            assertThat(palette().body()).hasSizeGreaterThan(3_000_000).endsWith("\"}}]}");
            assertThat(Client.json(picture().body()).at("/data/0/b64_json").asText())
                    .hasSize(100_000);
        }
    }
}
