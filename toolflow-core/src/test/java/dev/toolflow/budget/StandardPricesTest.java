package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.catalog.ImagePrice;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.TokenUsage;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardPricesTest {
    private static final PriceList PRICES = PriceList.standard();

    @Test
    void say_of_which_day_they_are_and_where_they_stand() {
        assertThat(PRICES.date()).isAfterOrEqualTo(LocalDate.of(2026, 11, 25));
        assertThat(PRICES.sources()).contains("https://developers.openai.com/api/docs/pricing");
    }

    @Test
    void have_the_models_that_are_used_where_none_is_named() {
        ModelDefaults defaults = ModelDefaults.standard();

        assertThat(PRICES.priceOf(defaults.chat())).isPresent();
        assertThat(PRICES.priceOf(defaults.image()).orElseThrow().pictures()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.4-mini, 0.75, 0.075, 4.5",
        "gpt-5.4-mini-2026-03-17, 0.75, 0.075, 4.5",
        "gpt-5.4, 2.5, 0.25, 15",
        "gpt-5.4-pro, 30, 30, 180",
        "gpt-4.1-nano-2025-04-14, 0.1, 0.025, 0.4",
        "gpt-image-2-2026-04-21, 5, 2, 10"
    })
    void are_those_of_the_sources(String model, String input, String cached, String output) {
        ModelPrice price = PRICES.priceOf(model).orElseThrow();

        assertThat(price.input()).isEqualByComparingTo(input);
        assertThat(price.cachedInput()).isEqualByComparingTo(cached);
        assertThat(price.output()).isEqualByComparingTo(output);
    }

    @Test
    void are_those_of_the_catalogue_of_image_models_wherever_it_has_one() {
        for (ImageModel model : ImageModelCatalog.standard().models()) {
            ImagePrice rates = model.price().orElse(null);
            if (rates == null) {
                continue;
            }
            ModelPrice price = PRICES.priceOf(model.name()).orElseThrow();
            assertThat(price.input()).isEqualByComparingTo(rates.textInput());
            assertThat(price.imageInput()).isEqualByComparingTo(rates.imageInput());
            assertThat(price.imageOutput()).isEqualByComparingTo(rates.imageOutput());
        }
    }

    @Test
    void have_estimates_of_pictures_by_quality_and_size() {
        PictureTokens pictures =
                PRICES.priceOf("gpt-image-1.5").orElseThrow().pictures().orElseThrow();

        assertThat(pictures.most("low", "1024x1024")).hasValue(272);
        assertThat(pictures.most("high", "auto")).hasValue(6_240);
        assertThat(pictures.most("auto", "auto")).hasValue(6_240);
        assertThat(pictures.most("max", "auto")).isEmpty();
        assertThat(PRICES.priceOf("gpt-image-2")
                        .orElseThrow()
                        .pictures()
                        .orElseThrow()
                        .most("high", "1024x1024"))
                .hasValue(7_034);
    }

    @Test
    void count_pictures_as_pictures_where_a_usage_does_not_split_its_output() {
        assertThat(PRICES.costOf("gpt-image-2", TokenUsage.of(0, 1_000_000)).usd())
                .isEqualByComparingTo("30");
        assertThat(PRICES.costOf("gpt-image-2", TokenUsage.of(0, 1_000_000).withImageOutput(0))
                        .usd())
                .isEqualByComparingTo("10");
    }
}
