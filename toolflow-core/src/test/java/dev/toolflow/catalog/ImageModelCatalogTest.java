package dev.toolflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.schema.Violation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageModelCatalogTest {
    private static final ImageModelCatalog MODELS = ImageModelCatalog.standard();
    private static final ImageModel PAINTER = ImageModel.named("House-Painter")
            .sizes(ImageSizes.any().multiplesOf(64).upTo(2048, 1024))
            .values("quality", "draft", "final")
            .mostImages(4)
            .edits(ImageEdits.none());

    @Nested
    class A_model_is_found {
        @ParameterizedTest
        @CsvSource({
            "gpt-image-2, gpt-image-2",
            "GPT-Image-2-2026-04-21, gpt-image-2",
            "openai/gpt-image-2, gpt-image-2",
            "ft:gpt-image-2:acme::1, gpt-image-2",
            "gpt-image-2.5-flare-2026-09-08, gpt-image-2.5",
            "gpt-image-1.5-2025-12-16, gpt-image-1.5",
            "gpt-image-1-mini, gpt-image-1-mini",
            "gpt-image-1, gpt-image-1"
        })
        void by_the_longest_beginning_of_its_name(String model, String name) {
            assertThat(MODELS.find(model)).map(ImageModel::name).contains(name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"gpt-image-2.7", "gpt-image-20", "gpt-image", "flux-pro", ""})
        void unless_only_a_part_of_its_version_is_known(String model) {
            assertThat(MODELS.find(model)).isEmpty();
        }

        @Test
        void by_a_name_that_has_the_router_in_it() {
            ImageModelCatalog own =
                    MODELS.with(ImageModel.named("acme/gpt-image-2").mostImages(1));

            assertThat(own.find("acme/gpt-image-2").orElseThrow().mostImages()).hasValue(1);
            assertThat(own.find("other/gpt-image-2").orElseThrow().mostImages()).hasValue(10);
        }
    }

    @Nested
    class A_users_model {
        @Test
        void is_checked_like_the_known_ones() {
            ImageModelCatalog own = MODELS.with(PAINTER);

            assertThat(own.check(
                            "house-painter",
                            ImageGenerationInput.of("A tin").size(2048, 2048).quality("high")))
                    .extracting(Violation::toString)
                    .containsExactly(
                            "quality: house-painter takes draft or final, not high",
                            "size: house-painter takes auto or <width>x<height>, both divisible by 64, at most 2048x1024"
                                    + " or upright, not 2048x2048");
        }

        @Test
        void is_not_checked_for_what_is_not_said_of_it() {
            assertThat(MODELS.with(ImageModel.named("m"))
                            .check(
                                    "m",
                                    ImageGenerationInput.of("A tin")
                                            .n(99)
                                            .quality("odd")
                                            .style("any")))
                    .isEmpty();
        }

        @Test
        void replaces_the_one_of_the_same_name() {
            ImageModelCatalog own = MODELS.with(ImageModel.named("gpt-image-2").mostImages(2));

            assertThat(own.models()).hasSameSizeAs(MODELS.models());
            assertThat(own.check("gpt-image-2", ImageGenerationInput.of("A tin").n(3)))
                    .hasSize(1);
            assertThat(MODELS.check(
                            "gpt-image-2", ImageGenerationInput.of("A tin").n(3)))
                    .isEmpty();
        }

        @Test
        void comes_with_all_of_another_catalogue() {
            ImageModelCatalog both = MODELS.and(MODELS.with(PAINTER).with(ImageModel.named("dall-e-2")));

            assertThat(both.find("house-painter")).isPresent();
            assertThat(both.find("dall-e-2").orElseThrow().sizes()).isEmpty();
            assertThat(both.find("dall-e-3").orElseThrow().sizes()).isPresent();
        }

        @Test
        void needs_a_name_and_bounds_that_can_be() {
            assertThatIllegalArgumentException().isThrownBy(() -> ImageModel.named(" "));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PAINTER.mostImages(0))
                    .withMessage("mostImages: must be at least 1, is 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageSizes.oneOf("big"))
                    .withMessageContaining("'big'");
        }
    }

    @Nested
    class An_unknown_model {
        @Test
        void passes_by_default_with_a_caution() {
            assertThat(MODELS.check("flux-pro", ImageGenerationInput.of("A tin").quality("odd")))
                    .isEmpty();
            assertThat(MODELS.caution("flux-pro").orElseThrow())
                    .contains("flux-pro is not in the catalogue of 2026-11-25");
        }

        @Test
        void may_take_a_moderation_with_edits_which_OpenAIs_do_not() {
            GeneratedImage tin = new GeneratedImage("a".repeat(64), "image/png", 64, 64, 99, null);
            ImageEditInput edit = ImageEditInput.of("On marble", tin).parameter("moderation", "low");

            assertThat(MODELS.check("flux-pro", edit)).isEmpty();
            assertThat(MODELS.check("gpt-image-1.5", edit))
                    .extracting(Violation::toString)
                    .singleElement()
                    .asString()
                    .contains("moderation", "image edits do not take it");
        }

        @Test
        void is_refused_where_the_user_chose_so() {
            ImageModelCatalog strict = MODELS.unknownModels(UnknownModels.REFUSE);

            assertThat(strict.check("flux-pro", ImageGenerationInput.of("A tin")))
                    .singleElement()
                    .satisfies(violation -> {
                        assertThat(violation.path()).isEqualTo("model");
                        assertThat(violation.message()).contains("flux-pro", "gpt-image-2", "ImageModelCatalog.with");
                    });
            assertThat(strict.checkEdits("flux-pro", ImageSettings.none())).hasSize(1);
            assertThat(strict.check("gpt-image-2", ImageGenerationInput.of("A tin")))
                    .isEmpty();
        }
    }

    @Nested
    class A_retired_model {
        @Test
        void passes_with_a_caution_since_a_gateway_may_serve_it() {
            assertThat(MODELS.check("gpt-image-1", ImageGenerationInput.of("A tin")))
                    .isEmpty();
            assertThat(MODELS.caution("gpt-image-1").orElseThrow())
                    .contains("shut it down on 2026-10-23", "gpt-image-2.5-sunburst");
            assertThat(MODELS.caution("gpt-image-2")).isEmpty();
        }
    }
}
