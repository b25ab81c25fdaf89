package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TWO_LINES;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunThatReachesItsDeadlineTest {
    @Test
    void gives_up_the_call_in_flight_and_is_timed_out() {
        Blocking service = new Blocking();
        try (var engine = ToolFlowEngine.create(service)) {
            var result = engine.run(TWO_LINES, TEA, RunOptions.defaults().deadline(Duration.ofMillis(30)));

            assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
            assertThat(result.step(NEXT).status()).isEqualTo(StepStatus.SKIPPED);
            assertThat(service.calls.get()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void may_have_a_year() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).reply(CALM);
        try (var engine = ToolFlowEngine.create(mock)) {
            var options = RunOptions.defaults().deadline(Duration.ofDays(365));

            assertThat(engine.run(ONE_LINE, TEA, options).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void is_refused_without_time_or_with_too_much() {
        assertThatThrownBy(() -> RunOptions.defaults().deadline(Duration.ZERO)).hasMessageContaining("deadline");
        assertThatThrownBy(() -> RunOptions.defaults().deadline(Duration.ofMillis(Long.MAX_VALUE)))
                .hasMessageContaining("deadline");
    }
}
