package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPriceTest {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);

    private static BigDecimal microsOf(ModelPrice price, TokenUsage usage) {
        return price.of(usage).multiply(MILLION);
    }

    @Nested
    class A_token {
        /** Parts that may overlap, and may even be more than the whole. */
        private static TokenUsage any(Random random) {
            TokenUsage usage = TokenUsage.of(random.nextInt(1_000), random.nextInt(1_000));
            usage = random.nextBoolean() ? usage.withCached(random.nextInt(1_200)) : usage;
            usage = random.nextBoolean() ? usage.withImageInput(random.nextInt(1_200)) : usage;
            usage = random.nextBoolean() ? usage.withImageOutput(random.nextInt(1_200)) : usage;
            return random.nextBoolean() ? usage.withReasoning(random.nextInt(1_200)) : usage;
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
        void is_billed_exactly_once_whatever_parts_it_is_in(long seed) {
            Random random = new Random(seed);
            ModelPrice one = ModelPrice.perMillion("1", "1");
            for (int i = 0; i < 1_000; i++) {
                TokenUsage usage = any(random);

                assertThat(microsOf(one, usage))
                        .as("%s", usage)
                        .isEqualByComparingTo(BigDecimal.valueOf(usage.total()));
            }
        }

        @Test
        void that_is_cached_and_of_an_image_costs_the_dearer_rate() {
            TokenUsage overlapping = TokenUsage.of(100, 0).withCached(80).withImageInput(60);
            ModelPrice dearImages =
                    ModelPrice.perMillion("5", "1").cachedInput("1").imageInput("10");
            ModelPrice dearCache =
                    ModelPrice.perMillion("5", "1").cachedInput("10").imageInput("1");

            assertThat(microsOf(dearImages, overlapping)).isEqualByComparingTo("640");
            assertThat(microsOf(dearCache, overlapping)).isEqualByComparingTo("820");
        }

        @Test
        void costs_the_rate_of_its_part_where_parts_do_not_meet() {
            ModelPrice price = ModelPrice.perMillion("5", "20")
                    .cachedInput("1")
                    .imageInput("10")
                    .imageOutput("40");

            assertThat(microsOf(
                            price,
                            TokenUsage.of(100, 50)
                                    .withCached(20)
                                    .withImageInput(30)
                                    .withImageOutput(45)))
                    .isEqualByComparingTo(BigDecimal.valueOf(50 * 5 + 20 + 30 * 10 + 45 * 40 + 5 * 20));
        }

        @Test
        void of_a_made_image_costs_the_rate_of_output_where_no_other_is_set() {
            assertThat(microsOf(
                            ModelPrice.perMillion("5", "20"),
                            TokenUsage.of(0, 50).withImageOutput(45)))
                    .isEqualByComparingTo("1000");
        }
    }

    @Nested
    class A_price {
        @Test
        void has_the_rates_it_was_given() {
            ModelPrice price = ModelPrice.perMillion("10", "0.50")
                    .cachedInput("1")
                    .imageInput("2")
                    .imageOutput("3");

            assertThat(price)
                    .hasToString("ModelPrice[input=10, cachedInput=1, imageInput=2, output=0.5, imageOutput=3]");
        }

        @Test
        void equals_another_of_the_same_rates_however_they_are_written() {
            assertThat(ModelPrice.perMillion("0.50", "10"))
                    .isEqualTo(ModelPrice.perMillion("0.5", "10.0"))
                    .hasSameHashCodeAs(ModelPrice.perMillion("0.5", "10.0"))
                    .isNotEqualTo(ModelPrice.perMillion("0.5", "10.0").imageOutput("11"));
        }

        @Test
        void is_refused_by_the_name_of_its_rate() {
            ModelPrice price = ModelPrice.perMillion("1", "1");

            assertThatThrownBy(() -> price.imageOutput("-1"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("imageOutput: must not be negative");
            assertThatThrownBy(() -> price.cachedInput("a cent"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cachedInput: not a decimal number");
        }
    }
}
