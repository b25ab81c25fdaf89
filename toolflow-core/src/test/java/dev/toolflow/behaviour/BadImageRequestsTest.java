package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ImageRefusals.TIN;
import static dev.toolflow.behaviour.ImageRefusals.refusal;
import static dev.toolflow.behaviour.Lines.DRAW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ToolCallStep;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a model does not take is refused before it is paid for: nothing is scripted here, so that any call would fail. */
@Timeout(60)
class BadImageRequestsTest {
    @Nested
    class A_generation {
        @Test
        void of_a_size_that_16_does_not_divide_is_refused() {
            assertThat(refusal(TIN.size(1000, 1000)))
                    .isEqualTo(
                            "size: gpt-image-2 takes auto or <width>x<height>, both divisible by 16, an aspect from"
                                    + " 1:3 to 3:1, no side over 3840, at most 8294400 pixels in all, not 1000x1000; nothing was called");
        }

        @Test
        void that_is_too_wide_or_too_big_is_refused() {
            assertThat(refusal(TIN.size(2048, 512)))
                    .startsWith("size: gpt-image-2")
                    .contains("not 2048x512");
            assertThat(refusal(TIN.size(3856, 2160))).startsWith("size: gpt-image-2");
        }

        @Test
        void with_parameters_of_older_models_is_refused() {
            assertThat(refusal(TIN.style("vivid"))).startsWith("style: gpt-image-2 does not take it");
            assertThat(refusal(TIN.responseFormat("url"))).startsWith("response_format: gpt-image-2 does not take it");
        }

        @Test
        void that_is_transparent_with_jpeg_is_refused() {
            assertThat(refusal(TIN.background("transparent").outputFormat(ImageFormat.JPEG)))
                    .startsWith("background: gpt-image-2 takes transparent with png or webp, not with jpeg");
        }

        @Test
        void that_compresses_png_is_refused() {
            assertThat(refusal(TIN.outputCompression(80).outputFormat(ImageFormat.PNG)))
                    .startsWith("output_compression: gpt-image-2 takes it with the output_format jpeg or webp, not with"
                            + " png");
        }

        @Test
        void of_too_many_pictures_is_refused_with_what_the_model_takes() {
            assertThat(refusal(TIN.n(11))).isEqualTo("n: gpt-image-2 takes 1 to 10, not 11; nothing was called");
            assertThat(refusal(ToolCallStep.of(DRAW).model("dall-e-3"), TIN.n(2)))
                    .startsWith("n: dall-e-3 takes 1, not 2");
            assertThat(refusal(TIN.partialImages(4))).startsWith("partial_images: gpt-image-2 takes 0 to 3, not 4");
        }

        @Test
        void of_several_pictures_with_previews_is_refused() {
            assertThat(refusal(TIN.n(2).partialImages(1)))
                    .isEqualTo(
                            "partial_images: gpt-image-2 shows one picture a call while it is drawn, not n = 2; nothing"
                                    + " was called");
        }

        @Test
        void with_a_prompt_that_is_too_long_is_refused_without_repeating_it() {
            assertThat(refusal(TIN.withPrompt("tea ".repeat(8_001))))
                    .isEqualTo("prompt: gpt-image-2 takes at most 32000 characters, not 32004; nothing was called");
        }

        @Test
        void with_a_value_that_may_be_anything_is_refused_without_repeating_it() {
            assertThat(refusal(TIN.quality("high\r\nWARN all is lost")))
                    .isEqualTo("quality: gpt-image-2 takes low, medium, high or auto; nothing was called");
        }

        @Test
        void of_an_unknown_model_is_still_held_to_what_holds_for_all() {
            assertThat(refusal(ToolCallStep.of(DRAW).model("flux-pro"), TIN.n(11)))
                    .isEqualTo("n: must be less than or equal to 10; nothing was called");
        }

        @Test
        void that_is_wrong_in_many_ways_is_told_all_of_them_at_once() {
            ImageGenerationInput bad = ImageGenerationInput.of(" ")
                    .n(0)
                    .size(1000, 1000)
                    .quality("hd")
                    .background("transparent")
                    .outputFormat(ImageFormat.JPEG)
                    .moderation("none")
                    .style("vivid")
                    .responseFormat("url")
                    .partialImages(9);

            assertThat(refusal(bad).split("; (?=[a-z_]+: )"))
                    .extracting(violation -> violation.replaceFirst(":.*", ""))
                    .containsExactly(
                            "background",
                            "moderation",
                            "n",
                            "partial_images",
                            "prompt",
                            "quality",
                            "response_format",
                            "size",
                            "style");
        }
    }
}
