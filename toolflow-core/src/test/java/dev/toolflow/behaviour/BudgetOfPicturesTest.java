package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.budget.Budget;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a picture takes from a budget. */
@Timeout(60)
class BudgetOfPicturesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void counts_even_where_the_server_says_that_it_used_no_tokens() {
        mock.on(DRAW).usage(TokenUsage.of(0, 0)).answerImage(8, 8);
        try (var engine =
                Spender.engine(mock).budget(Budget.unlimited().images(2)).build()) {
            var flow = pictureFlow(ToolCallStep.of(DRAW));
            engine.run(flow, TEA);
            engine.run(flow, TEA);

            assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(mock.requests()).hasSize(2);
        }
    }

    private RunStatus drawn(ImageSettings settings, String dollars) {
        mock.on(DRAW).usage(TokenUsage.of(10, 100)).answerImage(8, 8);
        try (var engine = Spender.engine(mock).build()) {
            var step = ToolCallStep.of(DRAW).images(settings);
            return engine.run(pictureFlow(step), TEA, RunOptions.defaults().budget(Budget.usd(dollars)))
                    .status();
        }
    }

    @Test
    void counts_as_the_dearest_where_size_and_quality_are_left_to_the_model() {
        assertThat(drawn(ImageSettings.none(), "0.0299")).isEqualTo(RunStatus.OVER_BUDGET);
        assertThat(drawn(ImageSettings.none().quality("auto").size("auto"), "0.0299"))
                .isEqualTo(RunStatus.OVER_BUDGET);
        assertThat(drawn(ImageSettings.none(), "0.03")).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void counts_as_what_is_asked_for_where_that_is_said() {
        assertThat(drawn(ImageSettings.none().quality("low").size("1024x1024"), "0.01"))
                .isEqualTo(RunStatus.COMPLETED);
        assertThat(drawn(ImageSettings.none().quality("low").size("2048x1024"), "0.0149"))
                .isEqualTo(RunStatus.OVER_BUDGET);
    }
}
