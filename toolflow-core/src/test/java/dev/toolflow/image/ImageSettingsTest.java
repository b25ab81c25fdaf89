package dev.toolflow.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ImageSettingsTest {
    private static final ImageSettings ENGINE = ImageSettings.none()
            .size(1024, 1024)
            .quality("low")
            .outputFormat(ImageFormat.JPEG)
            .outputCompression(60)
            .moderation("low")
            .maxBytes(9_000);

    private static String json(ImageRequest<?> request) {
        return request.parameters().toString();
    }

    @Nested
    class What_no_model_takes {
        @Test
        void is_refused_when_it_is_made() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            ImageSettings.none().outputFormat(ImageFormat.PNG).outputCompression(80))
                    .withMessageContaining("output_compression: PNG has none");
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> ImageSettings.none().background("transparent").outputFormat(ImageFormat.JPEG))
                    .withMessageContaining("background: JPEG cannot be transparent");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageSettings.none().size("big"))
                    .withMessage("size: must be auto or like 1024x1536");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageSettings.none().maxBytes(0))
                    .withMessage("maxBytes: must be at least 1, is 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageSettings.none()
                            .formats(ImageFormat.PNG, ImageFormat.WEBP)
                            .outputFormat(ImageFormat.JPEG))
                    .withMessageContaining("output_format: jpeg is not among the formats [PNG, WEBP]");
        }

        @Test
        void is_refused_when_two_settings_make_it_together() {
            ImageSettings transparent = ImageSettings.none().background("transparent");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ENGINE.and(transparent))
                    .withMessageContaining("background: ");
        }
    }

    @Nested
    class A_steps_settings {
        private final ImageSettings step =
                ImageSettings.none().quality("high").maxBytes(5_000).formats(ImageFormat.JPEG);

        @Test
        void win_over_the_engines() {
            ImageSettings merged = ENGINE.and(step);

            assertThat(merged)
                    .isEqualTo(ENGINE.quality("high").maxBytes(5_000).formats(ImageFormat.JPEG))
                    .hasSameHashCodeAs(ENGINE.quality("high").maxBytes(5_000).formats(ImageFormat.JPEG));
            assertThat(merged.maxBytes()).hasValue(5_000);
            assertThat(merged.formats()).contains(Set.of(ImageFormat.JPEG));
        }

        @Test
        void take_over_what_they_do_not_say() {
            assertThat(ENGINE.and(ImageSettings.none())).isEqualTo(ENGINE);
            assertThat(ImageSettings.none().and(step)).isEqualTo(step);
        }

        @Test
        void that_ask_for_png_take_over_no_compression() {
            ImageSettings png = ImageSettings.none().outputFormat(ImageFormat.PNG);

            assertThat(ENGINE.and(png).parameters()).doesNotContainKey("output_compression");
        }
    }

    @Nested
    class An_input {
        @Test
        void keeps_its_own_parameters_and_takes_over_the_others() {
            ImageGenerationInput input = ImageGenerationInput.of("A tin").n(2).quality("max");

            ImageGenerationInput whole = input.withDefaults(ENGINE);

            assertThat(whole.prompt()).isEqualTo("A tin");
            assertThat(whole.n()).isEqualTo(2);
            assertThat(json(whole))
                    .isEqualTo("{moderation=\"low\", output_compression=60, output_format=\"jpeg\", quality=\"max\","
                            + " size=\"1024x1024\"}");
        }

        @Test
        void that_asks_for_png_takes_over_no_compression_but_keeps_its_own() {
            ImageGenerationInput png = ImageGenerationInput.of("A tin").outputFormat(ImageFormat.PNG);

            assertThat(png.withDefaults(ENGINE).parameters()).doesNotContainKey("output_compression");
            assertThat(png.outputCompression(50).withDefaults(ENGINE).parameters())
                    .containsKey("output_compression");
        }

        @Test
        void of_an_edit_takes_over_no_moderation_which_edits_do_not_have() {
            GeneratedImage image = new GeneratedImage("a".repeat(64), "image/png", 8, 8, 99, null);
            ImageEditInput edit = ImageEditInput.of("On marble", image).mask(ImageSource.of(image));

            ImageEditInput whole = edit.withDefaults(ENGINE);

            assertThat(whole.parameters()).containsKeys("size", "quality").doesNotContainKey("moderation");
            assertThat(whole.images()).isEqualTo(edit.images());
            assertThat(whole.mask()).isEqualTo(edit.mask());
        }
    }
}
