package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.internal.http2.ErrorCode;
import okhttp3.internal.http2.StreamResetException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What HTTP/2 says of a stream that it resets. */
class RefusedStreamTest {
    private final OkHttpTransport transport = new OkHttpTransport(Duration.ofSeconds(5), 4);
    private final Transit transit = new Transit(transport, Duration.ofMinutes(1));

    @BeforeEach
    void send() {
        var call = new OkHttpClient()
                .newCall(new Request.Builder().url("https://gateway.example/v1").build());
        transit.prepare(call);
        transit.requestBodyEnd(call, 2);
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void is_tried_again_at_no_cost_where_nothing_was_done() {
        assertThat(fault(ErrorCode.REFUSED_STREAM))
                .isInstanceOfSatisfying(
                        Transient.class,
                        refused -> assertThat(refused.receipt()).isEqualTo(CallReceipt.none()))
                .hasMessage(
                        "step 'palette': gateway.example refused the request before it looked at it; try again later");
    }

    @Test
    void leaves_open_what_was_paid_where_it_says_nothing_of_it() {
        assertThat(fault(ErrorCode.INTERNAL_ERROR)).isInstanceOf(OutcomeUnknown.class);
    }

    private ToolCallException fault(ErrorCode code) {
        return WireFaults.beforeReply(new StreamResetException(code), transit, Calls.chat());
    }
}
