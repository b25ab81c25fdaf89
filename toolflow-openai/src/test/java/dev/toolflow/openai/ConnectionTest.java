package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionTest {
    @Test
    void is_used_again_by_chat_calls() {
        try (RawServer server = RawServer.answering(Calls.completion("{}"));
                DefaultOpenAiToolService service = Calls.service(server.url());
                Calls.Context context = new Calls.Context()) {
            for (int i = 0; i < 5; i++) {
                service.executeToolCall(Calls.chat(), context);
            }

            assertThat(server.requests()).hasSize(5);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void of_http_1_0_is_not_used_again() {
        byte[] body = Calls.completion("{}").getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.0 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + body.length + "\r\n\r\n";
        RawServer.Reaction old = socket -> {
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            return false;
        };
        try (RawServer server = new RawServer(old);
                DefaultOpenAiToolService service = Calls.service(server.url());
                Calls.Context context = new Calls.Context()) {
            for (int i = 0; i < 5; i++) {
                assertThat(service.executeToolCall(Calls.chat(), context).output())
                        .isEqualTo("{}");
            }
            assertThat(server.connections()).isEqualTo(5);
        }
    }

    @Test
    void of_a_length_below_zero_leaves_the_outcome_unknown() {
        RawServer.Reaction strange = socket -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII));
            return false;
        };
        try (RawServer server = new RawServer(strange)) {
            assertThat(Calls.failure(server.url(), Calls.chat(), OutcomeUnknown.class))
                    .hasMessageContaining("in the middle of the reply");
        }
    }

    @Test
    void that_the_server_closed_meanwhile_costs_no_image() throws InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Reaction answersAndCloses = socket -> {
            RawServer.json(200, Calls.completion("{}")).react(socket);
            socket.close();
            closed.countDown();
            return false;
        };
        try (RawServer server = new RawServer(answersAndCloses, RawServer.json(503, ""));
                DefaultOpenAiToolService service = Calls.service(server.url());
                Calls.Context context = new Calls.Context()) {
            service.executeToolCall(Calls.chat(), context);
            closed.await();

            assertThat(catchThrowableOfType(
                            ToolCallException.class, () -> service.executeToolCall(Calls.image(), context)))
                    .hasMessageContaining("503");
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(2);
        }
    }
}
