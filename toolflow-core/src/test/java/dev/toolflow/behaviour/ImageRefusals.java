package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;

/** What a step says of an input that its model does not take. */
final class ImageRefusals {
    static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    static final ImageGenerationInput TIN = ImageGenerationInput.of("A tin");

    private ImageRefusals() {}

    static String refusal(ImageGenerationInput input) {
        return refusal(ToolCallStep.of(DRAW), input);
    }

    static String refusal(ImageEditInput input) {
        return refusal(ToolCallStep.of(TOUCH), input);
    }

    static <I> String refusal(ToolCallStep<I, ImageGenerationOutput> step, I input) {
        ToolFlow<Topic, ImageGenerationOutput> flow =
                ToolFlow.define("one-picture", Topic.class, (f, topic) -> f.step(step, topic.map(t -> input)));
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(flow, TEA);

            assertThat(mock.requests()).isEmpty();
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            RuntimeException error = result.step(step.definition()).error();
            assertThat(error).isInstanceOf(StepException.InvalidInput.class);
            assertThat(result.step(step.definition()).attempts()).isEmpty();
            return String.valueOf(error).replaceFirst("^.*?: step '[a-z_]*': its input is not valid: ", "");
        }
    }
}
