package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.EngineBuilder;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.budget.Budget;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusedByABudgetTest {
    private static final RunOptions BROKE = RunOptions.defaults().budget(Budget.usd("0.0000001"));

    private final MutableClock clock = new MutableClock();
    private final MovingSleeper sleeper = new MovingSleeper(clock);
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private EngineBuilder engine(RateLimits limits) {
        return ToolFlowEngine.builder(mock).limits(limits).clock(clock).sleeper(sleeper);
    }

    @Test
    void a_call_takes_no_request_of_the_minute_from_those_that_can_pay() {
        ToolFlow<Lines.Topic, Lines.Line> flow = flowOf(ToolCallStep.of(WRITE));
        mock.on(WRITE).reply(new Lines.Line("paid"));
        try (var engine = engine(RateLimits.none().requestsPerMinute(1)).build()) {
            assertThat(engine.run(flow, TEA, BROKE).status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.COMPLETED);

            assertThat(sleeper.sum()).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void a_candidate_is_not_bought_and_a_run_that_completes_without_it_tells_of_no_error() {
        mock.on(DRAW).image(16, 16);
        try (var engine = engine(RateLimits.none()).build()) {
            var result = engine.run(
                    pictureFlow(ToolCallStep.of(DRAW).model("dall-e-3").bestOf(3)),
                    TEA,
                    RunOptions.defaults().budget(Budget.unlimited().calls(1)));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.error()).isEmpty();
        }
    }

    @Test
    void a_picture_takes_no_place_either() {
        mock.on(DRAW).image(16, 16);
        try (var engine = engine(RateLimits.none().imagesPerMinute(1)).build()) {
            assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA, BROKE)
                            .status())
                    .isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).status())
                    .isEqualTo(RunStatus.COMPLETED);

            assertThat(sleeper.sum()).isEqualTo(Duration.ZERO);
        }
    }
}
