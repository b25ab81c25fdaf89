package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.catalog.UnknownModels;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.ToolCallException.Malformed;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageSettingsInRunsTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final ImageSettings ENGINE =
            ImageSettings.none().size(1024, 1024).quality("low").outputFormat(ImageFormat.PNG);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private ToolFlowEngine engine(ImageSettings settings) {
        return ToolFlowEngine.builder(mock).imageDefaults(settings).build();
    }

    private static ToolFlow<Topic, ImageGenerationOutput> drawing(
            ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step, ImageGenerationInput input) {
        return ToolFlow.define("drawing", Topic.class, (flow, topic) -> flow.step(step, topic.map(t -> input)));
    }

    @Nested
    class What_an_image_step_asks_for {
        @Test
        void is_the_engines_overridden_by_the_steps_overridden_by_the_inputs() {
            mock.on(DRAW).image(8, 8);
            ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step = ToolCallStep.of(DRAW)
                    .images(ImageSettings.none().quality("medium").background("opaque"));
            try (var engine = engine(ENGINE)) {
                engine.run(drawing(step, ImageGenerationInput.of("A tin").background("auto")), TEA);
            }

            var input = mock.requests().get(0).input();
            assertThat(((ImageGenerationInput) input.value()).parameters().toString())
                    .isEqualTo("{background=\"auto\", output_format=\"png\", quality=\"medium\", size=\"1024x1024\"}");
            assertThat(input.json())
                    .isEqualTo("{\"prompt\":\"A tin\",\"n\":1,\"background\":\"auto\",\"output_format\":\"png\","
                            + "\"quality\":\"medium\",\"size\":\"1024x1024\"}");
        }

        @Test
        void holds_for_edits_too() {
            mock.on(DRAW).image(8, 8);
            mock.on(TOUCH).image(8, 8);
            var flow = ToolFlow.define("touching", Topic.class, (f, topic) -> {
                var hero = f.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                return f.step(TOUCH, hero.map(h -> ImageEditInput.of("Rounder", h.image())));
            });
            try (var engine = engine(ENGINE.moderation("low"))) {
                assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }

            assertThat(mock.requests().get(1).input().json())
                    .contains("\"quality\":\"low\"")
                    .doesNotContain("moderation");
        }
    }

    @Nested
    class Settings_that_the_model_does_not_take {
        @Test
        void are_refused_when_the_engine_is_built() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> engine(ImageSettings.none().quality("hd")))
                    .withMessage(
                            "imageDefaults: the default image model does not take them: quality: gpt-image-2 takes low,"
                                    + " medium, high or auto, not hd");
            ToolFlowEngine.builder(mock)
                    .models(new ModelDefaults("gpt-5.4-mini", "dall-e-3"))
                    .imageDefaults(ImageSettings.none().quality("hd"))
                    .build()
                    .close();
        }

        @Test
        void are_refused_at_the_start_naming_each_step_before_any_other_is_paid() {
            var flow = ToolFlow.define("brand", Topic.class, (f, topic) -> {
                var line = f.step(WRITE, topic);
                var draw = ToolCallStep.of(DRAW).model("dall-e-3");
                f.step(ToolCallStep.of(TOUCH).model("dall-e-3"), line.map(l -> ImageEditInput.of(l.text(), List.of())));
                return f.step(draw, line.map(l -> ImageGenerationInput.of(l.text())));
            });
            try (var engine = engine(ENGINE)) {
                assertThatThrownBy(() -> engine.start(flow, TEA))
                        .isInstanceOf(InvalidFlowException.class)
                        .hasMessageContaining("flow 'brand': step 'edit_image': model: dall-e-3 does not edit images")
                        .hasMessageContaining(
                                "step 'generate_image': output_format: dall-e-3 does not take it; leave it out;"
                                        + " quality: dall-e-3 takes standard or hd, not low");
            }
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void are_refused_at_the_start_where_engine_and_step_contradict_each_other() {
            var step = ToolCallStep.of(DRAW).images(ImageSettings.none().formats(ImageFormat.WEBP));
            try (var engine = engine(ENGINE)) {
                assertThatThrownBy(() -> engine.start(pictureFlow(step), TEA))
                        .isInstanceOf(InvalidFlowException.class)
                        .hasMessageContaining("step 'generate_image': images: output_format: png is not among");
            }
        }

        @Test
        void are_refused_for_a_step_without_images() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).images(ENGINE))
                    .withMessage(
                            "step 'write_line': images: only a generate_image or edit_image step makes pictures; leave it out");
        }
    }

    @Nested
    class An_answer_outside_a_steps_settings {
        @Test
        void is_refused_when_it_is_too_long() {
            mock.on(DRAW).image(8, 8);
            var step = ToolCallStep.of(DRAW)
                    .maxRetries(0)
                    .images(ImageSettings.none().maxBytes(20));
            try (var engine = engine(ImageSettings.none())) {
                var result = engine.run(pictureFlow(step), TEA);

                assertThat(result.step(DRAW).error())
                        .isInstanceOf(Malformed.class)
                        .hasMessageContaining("more than 20 bytes");
            }
        }

        @Test
        void is_refused_before_the_call_when_it_would_have_a_format_that_is_not_allowed() {
            var step = ToolCallStep.of(DRAW).images(ImageSettings.none().formats(ImageFormat.WEBP));
            try (var engine = engine(ImageSettings.none())) {
                assertThatThrownBy(() -> engine.start(pictureFlow(step), TEA))
                        .hasMessageContaining("output_format: is png unless another is asked for")
                        .hasMessageContaining("[WEBP]");
                assertThat(mock.requests()).isEmpty();
            }
        }
    }

    @Nested
    class A_model_that_the_catalogue_does_not_know {
        @Test
        void is_called_and_the_log_says_so_once() {
            mock.on(DRAW).image(8, 8);
            try (CapturedLog log = CapturedLog.of("dev.toolflow");
                    var engine = engine(ImageSettings.none())) {
                var flow = pictureFlow(ToolCallStep.of(DRAW).model("flux-pro"));
                engine.run(flow, TEA);
                engine.run(flow, TEA);

                assertThat(log.lines())
                        .filteredOn(line -> line.contains("flux-pro is not in the catalogue"))
                        .hasSize(1);
            }
        }

        @Test
        void is_refused_where_the_user_chose_so() {
            var strict = ImageModelCatalog.standard().unknownModels(UnknownModels.REFUSE);
            try (var engine = ToolFlowEngine.builder(mock).imageModels(strict).build()) {
                assertThatThrownBy(() ->
                                engine.start(pictureFlow(ToolCallStep.of(DRAW).model("flux-pro")), TEA))
                        .isInstanceOf(InvalidFlowException.class)
                        .hasMessageContaining("step 'generate_image': model: flux-pro is not in the catalogue");
            }
        }

        @Test
        void is_checked_once_the_user_has_added_it() {
            var own = ImageModelCatalog.standard()
                    .with(ImageModel.named("flux-pro").mostImages(1));
            var flow = drawing(
                    ToolCallStep.of(DRAW).model("flux-pro"),
                    ImageGenerationInput.of("A tin").n(2));
            try (var engine = ToolFlowEngine.builder(mock).imageModels(own).build()) {
                assertThat(engine.run(flow, TEA).step(DRAW).error()).hasMessageContaining("n: flux-pro takes 1, not 2");
            }
        }
    }
}
