package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeLeftTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final MutableClock clock = new MutableClock();

    /** A step whose every attempt moves the clock. */
    private ToolFlowResult<Line> runOnTheClock(ToolCallStep<Topic, Line> step, RunOptions options) {
        try (var engine = ToolFlowEngine.builder(mock)
                .clock(clock)
                .sleeper(clock::advance)
                .build()) {
            return engine.run(flowOf(step), TEA, options);
        }
    }

    @Nested
    class The_time_of_one_call {
        private final AtomicReference<Duration> left = new AtomicReference<>();
        private final OpenAiToolService service = (request, context) -> {
            left.set(context.timeLeft());
            return reply("x", TokenUsage.none());
        };

        private Duration left(ToolCallStep<Topic, Line> step, RunOptions options) {
            try (var engine = ToolFlowEngine.builder(service).clock(clock).build()) {
                engine.run(flowOf(step), TEA, options);
                return left.get();
            }
        }

        @Test
        void is_its_own_timeout_where_step_and_run_have_more() {
            assertThat(left(
                            ToolCallStep.of(WRITE)
                                    .timeout(Duration.ofSeconds(5))
                                    .deadline(Duration.ofSeconds(30)),
                            RunOptions.defaults().deadline(Duration.ofSeconds(60))))
                    .isEqualTo(Duration.ofSeconds(5));
        }

        @Test
        void is_cut_to_what_the_step_has_left_and_a_second_in_which_it_is_stopped() {
            assertThat(left(
                            ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(30)),
                            RunOptions.defaults().deadline(Duration.ofSeconds(60))))
                    .isEqualTo(Duration.ofSeconds(31));
        }

        @Test
        void is_cut_to_what_the_run_has_left_where_that_is_less() {
            assertThat(left(
                            ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(90)),
                            RunOptions.defaults().deadline(Duration.ofSeconds(20))))
                    .isEqualTo(Duration.ofSeconds(21));
        }
    }

    @Nested
    class A_pause_that_does_not_fit {
        @Test
        void into_the_steps_time_fails_it_at_once_with_why_the_call_failed() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Transient("429", CallReceipt.none(), Duration.ofSeconds(10), null));

            var result = runOnTheClock(ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(9)), RunOptions.defaults());

            assertThat(result.error().orElseThrow()).isInstanceOf(ToolCallException.Transient.class);
            assertThat(mock.requests()).hasSize(1);
            assertThat(clock.instant()).isEqualTo(new MutableClock().instant());
        }

        @Test
        void into_the_runs_time_does_the_same() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Transient("429", CallReceipt.none(), Duration.ofSeconds(10), null));

            var result = runOnTheClock(
                    ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(20)),
                    RunOptions.defaults().deadline(Duration.ofSeconds(9)));

            assertThat(result.error().orElseThrow()).isInstanceOf(ToolCallException.Transient.class);
            assertThat(mock.requests()).hasSize(1);
        }
    }
}
