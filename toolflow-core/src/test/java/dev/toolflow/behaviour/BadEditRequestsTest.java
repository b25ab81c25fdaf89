package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ImageRefusals.TIN;
import static dev.toolflow.behaviour.ImageRefusals.TOUCH;
import static dev.toolflow.behaviour.ImageRefusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockImages;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BadEditRequestsTest {
    private static final GeneratedImage HERO = new GeneratedImage("a".repeat(64), "image/png", 1024, 1024, 99, null);
    private static final ImageEditInput EDIT = ImageEditInput.of("On marble", HERO);

    @TempDir
    private Path directory;

    private ImageSource file(String name, byte[] content) throws IOException {
        return ImageSource.of(Files.write(directory.resolve(name), content));
    }

    private static ImageEditInput edited(ImageSource... images) {
        return ImageEditInput.of("On marble", List.of(images));
    }

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
