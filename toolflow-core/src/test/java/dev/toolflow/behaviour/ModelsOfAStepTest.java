package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelsOfAStepTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class Models_of_an_image_step {
        @Test
        void are_refused_at_the_start_naming_model_and_parameter_of_each_that_does_not_take_what_it_asks() {
            var draw = ToolCallStep.of(DRAW)
                    .images(ImageSettings.none().quality("low"))
                    .fallback("gpt-image-1.5", "dall-e-3");

            assertThatThrownBy(() -> engine.start(pictureFlow(draw), TEA))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("step 'generate_image': quality: dall-e-3 takes standard or hd, not low");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void must_all_take_the_input_or_nothing_is_called() {
            var flow = ToolFlow.define(
                    "wide",
                    Topic.class,
                    (f, topic) -> f.step(
                            ToolCallStep.of(DRAW).fallback("gpt-image-1.5"),
                            topic.map(t -> ImageGenerationInput.of(t.text()).size(2048, 1024))));

            var result = engine.run(flow, TEA);

            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessageContaining("gpt-image-1.5")
                    .hasMessageContaining("size")
                    .hasMessageEndingWith("nothing was called");
            assertThat(mock.requests()).isEmpty();
        }
    }

    @Nested
    class Bad_models {
        @Test
        void are_refused_by_name() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a", " "))
                    .withMessageContaining("step 'write_line': fallback");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a", "b", "a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).model("a").fallback("a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a").model("a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(
                                    LocalStepDefinition.of("here", Topic.class, Topic.class, topic -> topic))
                            .fallback("a"))
                    .withMessageContaining("a local step calls no model");
        }

        @Test
        void that_are_the_engines_own_are_asked_once() {
            mock.on(WRITE).answer(request -> {
                throw new Rejected(Rejection.REFUSAL, "no");
            });

            engine.run(flowOf(ToolCallStep.of(WRITE).fallback("gpt-5.4-mini", "second")), TEA);

            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("gpt-5.4-mini", "second");
        }
    }
}
