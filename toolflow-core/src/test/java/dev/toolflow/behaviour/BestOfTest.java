package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Cups.BEST_OF_3;
import static dev.toolflow.behaviour.Cups.CUP;
import static dev.toolflow.behaviour.Cups.VISION;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.step.VisionAudit.Findings;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BestOfTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .sleeper(new RecordingSleeper())
            .prices(PriceList.empty().with("gpt-", ModelPrice.perMillion("1", "10")))
            .build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class Best_of {
        @Test
        void works_for_each_item() {
            mock.on(DRAW).images(3, 8, 8).images(3, 9, 9);
            mock.on(VISION.definition()).answer(BestOfTest::scoreOfWidth);
            var icons = ToolFlow.define(
                    "icons",
                    Topics.class,
                    (flow, topics) -> flow.each(
                            BEST_OF_3.as("icon"),
                            topics.map(all -> all.each().stream()
                                    .map(topic -> ImageGenerationInput.of(topic.text()))
                                    .toList())));

            var result = engine.run(icons, new Topics(List.of("a", "b")));

            assertThat(result.output())
                    .hasSize(2)
                    .allSatisfy(one -> assertThat(one.images()).hasSize(1));
            assertThat(result.steps())
                    .extracting(StepResult::id)
                    .containsExactly(
                            "icon[0]",
                            "icon[0]~vision",
                            "icon[0]~vision#2",
                            "icon[0]~vision#3",
                            "icon[1]",
                            "icon[1]~vision",
                            "icon[1]~vision#2",
                            "icon[1]~vision#3");
        }

        @Test
        void is_refused_beside_an_input_that_asks_for_several_pictures() {
            var result = Cups.run(engine, BEST_OF_3, CUP.n(2));

            assertThat(result.step(DRAW).error())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessage(
                            "step 'hero': its input asks for 2 pictures and bestOf(3) for one at a time; leave n at 1 "
                                    + "or bestOf out; nothing was called");
            assertThat(mock.requests()).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 0, 1, 11})
        void takes_2_to_10_candidates(int candidates) {
            assertThatThrownBy(() -> ToolCallStep.of(DRAW).bestOf(candidates))
                    .hasMessage("step 'generate_image': bestOf: must be from 2 to 10 candidates, was " + candidates);
        }

        @Test
        void is_refused_for_a_step_without_pictures() {
            assertThatThrownBy(() -> ToolCallStep.of(WRITE).bestOf(2))
                    .hasMessageContaining("bestOf: only a generate_image");
        }
    }

    private static Findings scoreOfWidth(ToolCallRequest request) {
        VisionAudit.Question asked = (VisionAudit.Question) request.input().value();
        return new Findings(List.of(), asked.images().get(0).width());
    }
}
