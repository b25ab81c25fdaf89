package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.InvalidInputException;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.testing.MockOpenAiToolService;
import org.junit.jupiter.api.Test;

/** A flow whose own input is that of its image step. */
class ImageInputOfAFlowTest {
    private static final ToolFlow<ImageGenerationInput, ImageGenerationOutput> FLOW = ToolFlow.define(
            "picture",
            ImageGenerationInput.class,
            (flow, input) -> flow.step(ImageGenerationStepDefinition.create(), input));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void is_refused_with_all_that_its_type_and_its_model_do_not_take() {
        ImageGenerationInput wrong = ImageGenerationInput.of(" ")
                .n(11)
                .size(1000, 1000)
                .style("vivid")
                .outputFormat(ImageFormat.JPEG)
                .background("transparent");
        try (ToolFlowEngine engine = ToolFlowEngine.builder(mock).build()) {
            assertThat(catchThrowableOfType(InvalidInputException.class, () -> engine.run(FLOW, wrong))
                            .violations())
                    .extracting(Violation::path)
                    .containsExactly("background", "n", "prompt", "size", "style");
            assertThat(mock.requests()).isEmpty();
        }
    }
}
