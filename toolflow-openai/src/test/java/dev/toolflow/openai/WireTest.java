package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WireTest {
    private static final Duration ENOUGH_TO_BE_SENT = Duration.ofSeconds(2);

    @Nested
    class Before_the_request_was_sent {

        @Test
        void a_refused_connection_is_transient() throws IOException {
            int port;
            try (ServerSocket free = new ServerSocket(0)) {
                port = free.getLocalPort();
            }

            Transient refused =
                    Calls.failure(URI.create("http://127.0.0.1:" + port + "/v1"), Calls.image(), Transient.class);

            assertThat(refused).hasMessageContaining("step 'hero': 127.0.0.1:" + port + " refused the connection");
            assertThat(refused.receipt()).isEqualTo(CallReceipt.none());
        }

        @Test
        void an_unknown_host_is_transient() {
            assertThat(Calls.failure(URI.create("http://no-such-host.invalid/v1"), Calls.chat(), Transient.class))
                    .hasMessageContaining("the name of the server no-such-host.invalid is not known");
        }

        @Test
        void a_handshake_that_takes_too_long_is_transient() {
            try (RawServer server = RawServer.answering("{}")) {
                URI https = URI.create(server.url().toString().replace("http:", "https:"));

                assertThat(failure(https, Calls.image(), Duration.ofMillis(300), Transient.class))
                        .hasMessageContaining("the time was over before the request was sent");
            }
        }

        @Test
        void a_call_without_time_is_transient_and_sends_nothing() {
            try (RawServer server = RawServer.answering("{}")) {
                assertThat(failure(server.url(), Calls.chat(), Duration.ZERO, Transient.class))
                        .hasMessageContaining("no time left");
                assertThat(server.connections()).isZero();
            }
        }
    }

    @Nested
    class After_the_request_was_sent {

        @Test
        void a_reset_leaves_the_outcome_unknown_and_nothing_is_sent_twice() {
            try (RawServer server = new RawServer(RawServer.reset())) {
                OutcomeUnknown unknown = Calls.failure(server.url(), Calls.image(), OutcomeUnknown.class);

                assertThat(unknown)
                        .hasMessageContaining("after the request was sent")
                        .hasNoCause();
                assertThat(unknown.receipt()).isEqualTo(CallReceipt.unreported("gpt-image-2", null));
                assertThat(server.requests()).hasSize(1);
            }
        }

        @Test
        void a_timeout_leaves_the_outcome_unknown() {
            CountDownLatch never = new CountDownLatch(1);
            try (RawServer server = new RawServer(RawServer.silent(never))) {
                OutcomeUnknown unknown = failure(server.url(), Calls.image(), ENOUGH_TO_BE_SENT, OutcomeUnknown.class);

                assertThat(unknown)
                        .hasMessageContaining("no whole reply in time")
                        .hasMessageContaining("timeout");
                assertThat(server.requests()).hasSize(1);
            } finally {
                never.countDown();
            }
        }

        @Test
        void a_timeout_in_the_middle_of_the_reply_leaves_the_outcome_unknown() {
            CountDownLatch never = new CountDownLatch(1);
            try (RawServer server = new RawServer(socket -> {
                RawServer.head(socket, 200, 1000, "x-request-id: req_7");
                socket.getOutputStream().write('{');
                socket.getOutputStream().flush();
                never.await();
                return false;
            })) {
                OutcomeUnknown unknown = failure(server.url(), Calls.chat(), ENOUGH_TO_BE_SENT, OutcomeUnknown.class);

                assertThat(unknown).hasMessageContaining("no whole reply in time");
                assertThat(unknown.receipt().requestId()).isEqualTo("req_7");
                assertThat(unknown.receipt().usage()).isEqualTo(TokenUsage.unreported());
            } finally {
                never.countDown();
            }
        }

        @Test
        void a_reset_in_the_middle_of_the_reply_leaves_the_outcome_unknown() {
            try (RawServer server = new RawServer(socket -> {
                RawServer.head(socket, 200, 1000);
                socket.getOutputStream().write('{');
                return RawServer.reset().react(socket);
            })) {
                assertThat(Calls.failure(server.url(), Calls.chat(), OutcomeUnknown.class))
                        .hasNoCause();
            }
        }

        @Test
        void a_reply_that_the_connections_end_cuts_leaves_the_outcome_unknown() {
            String body = Calls.completion("{}");
            try (RawServer server = new RawServer(RawServer.cut(body, body.length() / 2))) {
                assertThat(Calls.failure(server.url(), Calls.chat(), OutcomeUnknown.class))
                        .hasMessageContaining("ended in the middle of the reply")
                        .hasMessageContaining("check the network");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "transfer-encoding: chunked\r\n"})
        void a_cut_reply_of_no_announced_length_leaves_the_outcome_unknown(String header) {
            String chunk = header.contains("chunked") ? "20\r\n" : "";
            try (RawServer server = new RawServer(socket -> {
                String reply = "HTTP/1.1 200 OK\r\n" + header + "\r\n" + chunk + "{\"created\":1,\"data\":[";
                socket.getOutputStream().write(reply.getBytes(StandardCharsets.US_ASCII));
                return false;
            })) {
                assertThat(Calls.failure(server.url(), Calls.image(), OutcomeUnknown.class))
                        .hasMessageContaining("may be paid for");
            }
        }

        @Test
        void a_whole_reply_whose_json_is_cut_is_malformed() {
            String body = Calls.completion("{}");
            try (RawServer server = RawServer.answering(body.substring(0, body.length() / 2))) {
                assertThat(Calls.failure(server.url(), Calls.chat(), Malformed.class))
                        .hasMessageContaining("ends in the middle");
            }
        }

        @Test
        void a_reply_that_is_no_http_leaves_the_outcome_unknown_and_is_not_quoted() {
            try (RawServer server = new RawServer(socket -> {
                socket.getOutputStream().write(("garbage " + Calls.KEY + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
                return false;
            })) {
                assertThat(Calls.failure(server.url(), Calls.chat(), OutcomeUnknown.class))
                        .hasMessageNotContaining(Calls.KEY)
                        .hasNoCause();
            }
        }
    }

    private static <E extends ToolCallException> E failure(
            URI baseUrl, ToolCallRequest request, Duration timeLeft, Class<E> type) {
        try (DefaultOpenAiToolService service = Calls.service(baseUrl);
                Calls.Context context = new Calls.Context(timeLeft, ImageLimits.standard())) {
            return catchThrowableOfType(type, () -> service.executeToolCall(request, context));
        }
    }
}
