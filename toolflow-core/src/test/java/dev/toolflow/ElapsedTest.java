package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.MutableClock;
import dev.toolflow.testing.MockOpenAiToolService;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ElapsedTest {
    @Nested
    class A_clock_that_is_set_back_during_a_run {
        @Test
        void makes_no_negative_duration() {
            MutableClock clock = new MutableClock();
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(Lines.WRITE).answer(request -> {
                clock.advance(Duration.ofHours(-1));
                return Lines.CALM;
            });
            try (ToolFlowEngine engine =
                    ToolFlowEngine.builder(mock).clock(clock).build()) {
                ToolFlowResult<Lines.Line> result = engine.run(
                        ToolFlow.define("line", Lines.Topic.class, (flow, topic) -> flow.step(Lines.WRITE, topic)),
                        Lines.TEA);

                assertThat(result.took()).isZero();
                assertThat(result.step(Lines.WRITE).took()).isZero();
            }
        }
    }
}
