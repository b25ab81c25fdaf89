package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Widths.NARROW;
import static dev.toolflow.behaviour.Widths.UNKNOWN;
import static dev.toolflow.behaviour.Widths.WIDE;
import static dev.toolflow.behaviour.Widths.edit;
import static dev.toolflow.behaviour.Widths.failed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageRepairTest {
    private static final byte[] HTML = "<html>busy</html>".getBytes(StandardCharsets.US_ASCII);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final ToolCallStep<ImageGenerationInput, ImageGenerationOutput> drawn =
            ToolCallStep.of(DRAW).model(UNKNOWN).audit(WIDE).repair(ImageRepair.EDIT);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<ImageGenerationOutput> draw(
            ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step, ImageGenerationInput input) {
        return engine.run(
                ToolFlow.define("draw", Topic.class, (flow, topic) -> flow.step(step, topic.map(t -> input))), TEA);
    }

    @Nested
    class A_picture_that_did_not_pass {
        @Test
        void is_edited_in_the_next_attempt_which_is_told_what_was_wrong() {
            mock.on(DRAW).image(8, 8).image(16, 16);

            var result = draw(drawn, ImageGenerationInput.of("A cup"));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(edit(mock, 1)).isEqualTo(ImageEditInput.of("A cup", failed(result, 1)));
            assertThat(mock.requests().get(1).input().feedback().get(0).issues())
                    .containsExactly(NARROW.from("width"));
            assertThat(mock.requests().get(1).input().json())
                    .contains("\"images\":[{\"kind\":\"stored\"", "\"prompt\":\"A cup\"");
            assertThat(mock.requests().get(1).stepId()).isEqualTo("generate_image");
            assertThat(mock.requests(DRAW)).hasSize(2);
        }

        @Test
        void shows_in_its_attempts_that_it_was_generated_then_edited_and_all_is_paid() {
            mock.on(DRAW).usage(TokenUsage.of(5, 100)).image(8, 8).image(9, 9).image(16, 16);

            var result = draw(drawn, ImageGenerationInput.of("A cup"));

            assertThat(result.step(DRAW).attempts())
                    .extracting(attempt -> attempt.made().tool())
                    .containsExactly("generate_image", "edit_image", "edit_image");
            assertThat(edit(mock, 2).images()).containsExactly(ImageSource.of(failed(result, 2)));
            assertThat(result.usage()).isEqualTo(TokenUsage.of(15, 300));
            assertThat(result.toJson()).contains("\"tool\":\"edit_image\"");
        }

        @Test
        void is_edited_with_the_parameters_that_edits_take() {
            mock.on(DRAW).image(8, 8).image(16, 16);

            draw(
                    drawn,
                    ImageGenerationInput.of("A cup")
                            .size("auto")
                            .quality("low")
                            .background("opaque")
                            .outputFormat(ImageFormat.PNG)
                            .moderation("low")
                            .parameter("style", "vivid")
                            .parameter("brand_new", 7));

            assertThat(edit(mock, 1).parameters())
                    .isEqualTo(Map.of(
                            "size", TextNode.valueOf("auto"),
                            "quality", TextNode.valueOf("low"),
                            "background", TextNode.valueOf("opaque"),
                            "output_format", TextNode.valueOf("png"),
                            "brand_new", IntNode.valueOf(7)));
        }

        @Test
        void is_made_anew_with_the_others_where_the_step_makes_several() {
            mock.on(DRAW).images(2, 8, 8).images(2, 16, 16);
            ImageGenerationInput two = ImageGenerationInput.of("A cup").n(2);

            var result = draw(drawn, two);

            assertThat(result.output().images()).hasSize(2);
            assertThat(mock.requests().get(1).endpoint()).isEqualTo(Endpoint.IMAGE_GENERATION);
            assertThat(mock.requests().get(1).input().value()).isEqualTo(two);
            assertThat(mock.requests().get(1).input().feedback()).hasSize(1);
        }

        @Test
        void is_made_anew_by_a_model_that_edits_nothing() {
            mock.on(DRAW).image(8, 8).image(16, 16);

            draw(drawn.model("dall-e-3"), ImageGenerationInput.of("A cup"));

            assertThat(mock.requests().get(1).endpoint()).isEqualTo(Endpoint.IMAGE_GENERATION);
        }

        @Test
        void is_made_anew_where_repair_is_not_asked_for() {
            mock.on(DRAW).image(8, 8).image(16, 16);

            draw(ToolCallStep.of(DRAW).audit(WIDE), ImageGenerationInput.of("A cup"));

            assertThat(mock.requests())
                    .extracting(ToolCallRequest::endpoint)
                    .containsExactly(Endpoint.IMAGE_GENERATION, Endpoint.IMAGE_GENERATION);
        }
    }

    @Nested
    class A_reply_without_a_picture {
        @Test
        void is_followed_by_the_steps_own_call() {
            mock.on(DRAW).imageBytes(HTML).image(16, 16);

            assertThat(draw(drawn, ImageGenerationInput.of("A cup")).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests().get(1).endpoint()).isEqualTo(Endpoint.IMAGE_GENERATION);
        }

        @Test
        void is_followed_by_another_edit_of_the_last_picture_there_was() {
            mock.on(DRAW).image(8, 8).imageBytes(HTML).image(16, 16);

            var result = draw(drawn, ImageGenerationInput.of("A cup"));

            assertThat(edit(mock, 2).images()).containsExactly(ImageSource.of(failed(result, 1)));
        }
    }

    @Nested
    class A_repair {
        @Test
        void is_refused_for_a_step_without_pictures() {
            assertThatThrownBy(() -> ToolCallStep.of(WRITE).repair(ImageRepair.EDIT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step 'write_line': repair: only a generate_image or edit_image step makes pictures; "
                            + "leave it out");
        }

        @Test
        void is_answered_by_the_script_of_the_definition_alone() {
            var other = dev.toolflow.step.ImageGenerationStepDefinition.create();
            mock.on(DRAW)
                    .answerImage(
                            request -> MockImages.png(request.endpoint() == Endpoint.IMAGE_EDIT ? 16 : 8, 8, 0x336699));
            mock.on(other).image(64, 64);

            var result = draw(drawn, ImageGenerationInput.of("A cup"));

            assertThat(result.output().image().width()).isEqualTo(16);
            assertThat(mock.requests(other)).isEmpty();
        }
    }
}
