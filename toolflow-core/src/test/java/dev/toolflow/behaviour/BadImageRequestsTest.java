package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageFormat;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a model does not take is refused before it is paid for: nothing is scripted here, so that any call would fail. */
@Timeout(60)
class BadImageRequestsTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final ImageGenerationInput TIN = ImageGenerationInput.of("A tin");
    private static final GeneratedImage HERO = new GeneratedImage("a".repeat(64), "image/png", 1024, 1024, 99, null);
    private static final ImageEditInput EDIT = ImageEditInput.of("On marble", HERO);

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private String refusal(ImageGenerationInput input) {
        return refusal(ToolCallStep.of(DRAW), input);
    }

    private String refusal(ImageEditInput input) {
        return refusal(ToolCallStep.of(TOUCH), input);
    }

    private <I> String refusal(ToolCallStep<I, ImageGenerationOutput> step, I input) {
        ToolFlow<Topic, ImageGenerationOutput> flow =
                ToolFlow.define("one-picture", Topic.class, (f, topic) -> f.step(step, topic.map(t -> input)));
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

    private ImageSource file(String name, byte[] content) throws IOException {
        return ImageSource.of(Files.write(directory.resolve(name), content));
    }

    private static ImageEditInput edited(ImageSource... images) {
        return ImageEditInput.of("On marble", List.of(images));
    }

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

    @Nested
    class An_edit {
        @Test
        void of_seventeen_pictures_is_refused() {
            List<ImageSource> many = Collections.nCopies(17, ImageSource.of(HERO));

            assertThat(refusal(ImageEditInput.of("Mix", many)))
                    .isEqualTo("images: gpt-image-2 takes 1 to 16, not 17; nothing was called");
        }

        @Test
        void of_no_picture_is_refused() {
            assertThat(refusal(edited())).startsWith("images: gpt-image-2 needs at least 1");
        }

        @Test
        void with_a_fidelity_that_the_model_lacks_is_refused() {
            assertThat(refusal(ToolCallStep.of(TOUCH).model("gpt-image-1-mini"), EDIT.inputFidelity("high")))
                    .startsWith("input_fidelity: gpt-image-1-mini takes low, not high");
            assertThat(refusal(EDIT.inputFidelity("low"))).startsWith("input_fidelity: gpt-image-2 does not take it");
        }

        @Test
        void with_a_parameter_of_generations_is_refused() {
            assertThat(refusal(EDIT.parameter("style", "vivid"))).startsWith("style: image edits do not take it");
            assertThat(refusal(EDIT.parameter("moderation", "low")))
                    .isEqualTo("moderation: image edits do not take it; leave it out; nothing was called");
            assertThat(refusal(TIN.parameter("input_fidelity", "low")))
                    .startsWith("input_fidelity: only image edits take it");
        }

        @Test
        void with_a_mask_of_another_size_is_refused_whether_stored_or_a_file() throws IOException {
            ImageSource mask = file("mask.png", MockImages.png(64, 32, 0));

            assertThat(refusal(EDIT.mask(mask)))
                    .isEqualTo("mask: gpt-image-2 takes the size of the first image, 1024x1024, not 64x32;"
                            + " nothing was called");
            assertThat(refusal(edited(mask).mask(ImageSource.of(HERO))))
                    .startsWith("mask: ")
                    .contains("64x32, not 1024x1024");
        }

        @Test
        void with_a_mask_that_is_no_png_or_too_long_is_refused() {
            GeneratedImage jpeg = new GeneratedImage("b".repeat(64), "image/jpeg", 1024, 1024, 4_000_000, null);

            assertThat(refusal(EDIT.mask(ImageSource.of(jpeg))))
                    .contains("mask: gpt-image-2 takes less than 4000000 bytes, not 4000000")
                    .contains("mask: gpt-image-2 takes a png, not jpeg");
        }

        @Test
        void of_files_that_are_missing_or_no_pictures_is_refused_naming_each() throws IOException {
            ImageSource missing = ImageSource.of(directory.resolve("missing.png"));
            ImageSource page = file("page.png", "<html>busy</html>".getBytes(StandardCharsets.US_ASCII));
            ImageSource folder = ImageSource.of(directory);

            assertThat(refusal(edited(ImageSource.of(HERO), missing, page).mask(folder)))
                    .contains("images[1]: there is no file " + directory.resolve("missing.png"))
                    .contains("images[2]: the file " + directory.resolve("page.png") + ": image refused: it is HTML")
                    .contains("mask: there is no file " + directory);
        }

        @Test
        void of_a_file_that_is_too_long_is_refused_without_reading_it() throws IOException {
            Path huge = directory.resolve("huge.png");
            try (RandomAccessFile sparse = new RandomAccessFile(huge.toFile(), "rw")) {
                sparse.setLength(50_000_000_000L);
            }

            assertThat(refusal(edited(ImageSource.of(huge))))
                    .startsWith("images[0]: gpt-image-2 takes less than 50000000 bytes, not 50000000000");
        }

        @Test
        void by_dall_e_2_takes_one_square_png() throws IOException {
            GeneratedImage jpeg = new GeneratedImage("b".repeat(64), "image/jpeg", 64, 32, 99, null);
            ImageSource wide = file("wide.png", MockImages.png(64, 32, 0));

            assertThat(refusal(ToolCallStep.of(TOUCH).model("dall-e-2"), edited(ImageSource.of(jpeg), wide)))
                    .contains("images: dall-e-2 takes 1, not 2")
                    .contains("images[0]: dall-e-2 takes png, not jpeg")
                    .contains("images[1]: dall-e-2 takes squares, not 64x32");
        }
    }
}
