package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that OkHttp makes none of, though they came. */
class InterimReplyTest {

    private static RawServer.Reaction interim(int times, int status) {
        return socket -> {
            String head = "HTTP/1.1 " + status + " Interim\r\n\r\n";
            socket.getOutputStream().write(head.repeat(times).getBytes(StandardCharsets.US_ASCII));
            return RawServer.json(200, Calls.completion("{}")).react(socket);
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void is_passed_over(int status) {
        try (RawServer server = new RawServer(interim(1, status))) {
            assertThat(Calls.call(server.url(), Calls.chat()).output()).isEqualTo("{}");
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 103", "3, 100", "5, 103"})
    void that_comes_several_times_leaves_open_what_was_paid(int times, int status) {
        assertThat(failure(OutcomeUnknown.class, interim(times, status)).receipt())
                .isEqualTo(CallReceipt.unreported("gpt-5.4-mini", null));
    }

    @Test
    void that_asks_for_a_proxys_password_is_a_refusal_and_costs_nothing() {
        Rejected rejected = failure(Rejected.class, RawServer.json(407, ""));

        assertThat(rejected).hasMessageContaining("answered 407: a proxy wants a user and a password");
        assertThat(rejected.receipt().usage()).isEqualTo(TokenUsage.none());
    }

    private static <E extends ToolCallException> E failure(Class<E> type, RawServer.Reaction reaction) {
        try (RawServer server = new RawServer(reaction)) {
            return Calls.failure(server.url(), Calls.chat(), type);
        }
    }
}
