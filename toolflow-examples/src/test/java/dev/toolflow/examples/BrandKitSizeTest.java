package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrandKitSizeTest {
    @ParameterizedTest
    @CsvSource({
        "gpt-image-2, 1536x1024",
        "gpt-image-1, 1536x1024",
        "dall-e-3, 1792x1024",
        "dall-e-2, 1024x1024",
        "model-of-a-gateway, 1536x1024"
    })
    void where_none_is_asked_for_it_is_one_that_the_model_takes(String model, String size) {
        assertThat(ImageCheck.firstTaken(model, BrandKitCommand.HERO_SIZES)).isEqualTo(size);
    }
}
