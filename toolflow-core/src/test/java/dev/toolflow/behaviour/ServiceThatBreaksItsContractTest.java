package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.onlyAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceThatBreaksItsContractTest {
    private static final String SECRET = "sk-secret";

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<Line> runOn(OpenAiToolService service) {
        AtomicInteger calls = new AtomicInteger();
        try (var broken = ToolFlowEngine.builder((request, context) -> {
                    calls.incrementAndGet();
                    return service.executeToolCall(request, context);
                })
                .sleeper(sleeper)
                .build()) {
            var result = broken.run(ONE_LINE, TEA);
            assertThat(calls).hasValue(1);
            return result;
        }
    }

    private void assertFailed(ToolFlowResult<Line> result) {
        assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.FAILED);
        assertThat(result.step(WRITE).error())
                .isInstanceOf(StepException.ServiceFailed.class)
                .hasMessageContaining("step 'write_line': the service threw ")
                .hasMessageContaining("mend the service")
                .hasMessageNotContaining(SECRET);
        assertThat(onlyAttempt(result).usage().unreportedCalls()).isEqualTo(1);
    }

    @Test
    void fails_the_step_typed_after_one_call_with_an_unknown_usage() {
        assertFailed(runOn((request, context) -> {
            throw new IllegalStateException(SECRET);
        }));
    }

    @Test
    void fails_the_step_typed_when_it_throws_an_error() {
        assertFailed(runOn((request, context) -> {
            throw new AssertionError(SECRET);
        }));
    }

    @Test
    void fails_the_step_typed_when_it_throws_a_checked_exception_unseen() {
        assertFailed(runOn((request, context) -> unseen(new InterruptedException(SECRET))));
    }

    @Test
    @SuppressWarnings("NullAway")
    void fails_the_step_typed_when_it_returns_nothing() {
        assertFailed(runOn((request, context) -> null));
    }

    @Test
    void fails_the_step_when_it_says_cancelled_though_nobody_cancelled() {
        mock.on(WRITE).fail(new ToolCallException.Cancelled("cancelled", CallReceipt.none(), null));

        assertThat(engine.run(ONE_LINE, TEA).step(WRITE).status()).isEqualTo(StepStatus.FAILED);
        assertThat(mock.requests()).hasSize(1);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T unseen(Throwable checked) throws E {
        throw (E) checked;
    }
}
