package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture that its guards would refuse is not bought. */
class SizesBeyondLimitsTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private static ToolFlow<Topic, ImageGenerationOutput> drawn(ImageSettings settings, String size) {
        return ToolFlow.define(
                "draw",
                Topic.class,
                (steps, topic) -> steps.step(
                        ToolCallStep.of(DRAW).images(settings),
                        topic.map(t -> ImageGenerationInput.of(t.text()).size(size))));
    }

    private ToolFlowResult<ImageGenerationOutput> run(ImageLimits limits, ToolFlow<Topic, ImageGenerationOutput> flow) {
        try (ToolFlowEngine engine =
                ToolFlowEngine.builder(mock).imageLimits(limits).build()) {
            return engine.run(flow, TEA);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1024x1024", "1536x1024"})
    void a_size_with_longer_sides_is_refused_before_the_call(String size) {
        ToolFlowResult<?> result = run(ImageLimits.standard().maxSide(512), drawn(ImageSettings.none(), size));

        assertThat(result.error().orElseThrow())
                .isInstanceOf(StepException.InvalidInput.class)
                .hasMessageContaining("sides of 512")
                .hasMessageContaining("not " + size);
        assertThat(mock.requests()).isEmpty();
    }

    @Test
    void a_size_with_more_pixels_is_refused_before_the_call() {
        ToolFlowResult<?> result =
                run(ImageLimits.standard().maxPixels(1024 * 1023), drawn(ImageSettings.none(), "1024x1024"));

        assertThat(result.error().orElseThrow()).hasMessageContaining("1047552 pixels, not 1024x1024");
        assertThat(mock.requests()).isEmpty();
    }

    @Test
    void a_step_that_asks_for_it_is_refused_before_its_input_is_there() {
        assertThatThrownBy(() -> run(
                        ImageLimits.standard().maxSide(512),
                        drawn(ImageSettings.none().size(1024, 1024), "auto")))
                .isInstanceOf(InvalidFlowException.class)
                .hasMessageContaining("not 1024x1024");
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "1024x1024"})
    void what_is_within_or_left_to_the_model_is_called(String size) {
        mock.on(DRAW).image(8, 8);

        ToolFlowResult<?> result = run(ImageLimits.standard().maxSide(1024), drawn(ImageSettings.none(), size));

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
    }
}
