package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.tool.Cost;
import dev.toolflow.tool.TokenUsage;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {
    private static final ModelPrice CHEAP =
            ModelPrice.perMillion("0.25", "2.00").cachedInput("0.025");
    private static final ModelPrice DEAR = ModelPrice.perMillion("10", "40").imageInput("20");
    private static final PriceList PRICES =
            PriceList.empty().with("gpt-5", DEAR).with("gpt-5.4-mini", CHEAP);

    @Nested
    class A_model {
        @Test
        void has_the_price_of_the_longest_beginning_of_its_name() {
            assertThat(PRICES.priceOf("gpt-5.4-mini")).contains(CHEAP);
            assertThat(PRICES.priceOf("gpt-5.4-mini-2026-10-01")).contains(CHEAP);
            assertThat(PRICES.priceOf("gpt-5-2025-08-07")).contains(DEAR);
            assertThat(PRICES.priceOf("GPT-5")).contains(DEAR);
            assertThat(PRICES.priceOf("openai/gpt-5.4-mini")).contains(CHEAP);
        }

        @Test
        void is_another_one_where_its_version_goes_on() {
            assertThat(PRICES.priceOf("gpt-5.4")).isEmpty();
            assertThat(PRICES.priceOf("gpt-5.4-minister")).isEmpty();
            assertThat(PRICES.priceOf("gpt-50")).isEmpty();
        }

        @Test
        void has_the_price_of_any_beginning_that_ends_as_parts_of_names_end() {
            PriceList all = PriceList.empty().with("gpt-", DEAR).with("models/", CHEAP);

            assertThat(all.priceOf("gpt-7")).contains(DEAR);
            assertThat(all.priceOf("models/any")).contains(CHEAP);
        }

        @Test
        void that_is_fine_tuned_has_a_price_of_its_own() {
            assertThat(PRICES.priceOf("ft:gpt-5:us:1")).isEmpty();
            assertThat(PRICES.with("ft:gpt-5", CHEAP).priceOf("ft:gpt-5:us:1")).contains(CHEAP);
        }

        @Test
        void has_none_where_no_beginning_fits() {
            assertThat(PRICES.priceOf("gpt-4")).isEmpty();
            assertThat(PRICES.priceOf("x-gpt-5")).isEmpty();
            assertThat(PRICES.priceOf("")).isEmpty();
            assertThat(PriceList.empty().priceOf("gpt-5")).isEmpty();
        }
    }

    @Nested
    class The_cost_of_a_call {
        @Test
        void is_the_price_of_every_kind_of_token() {
            assertThat(PRICES.costOf(
                            "gpt-5.4-mini", TokenUsage.of(1_000_000, 100_000).withCached(400_000)))
                    .isEqualTo(Cost.ofUsd(new BigDecimal("0.36")));
            assertThat(PRICES.costOf("gpt-5", TokenUsage.of(300_000, 1_000_000).withImageInput(100_000)))
                    .isEqualTo(Cost.ofUsd(new BigDecimal("44")));
        }

        @Test
        void is_not_known_without_a_price_or_without_a_usage() {
            assertThat(PRICES.costOf("other", TokenUsage.of(1, 1))).isEqualTo(Cost.unpriced());
            assertThat(PRICES.costOf("gpt-5", TokenUsage.unreported())).isEqualTo(Cost.unpriced());
        }

        @Test
        void is_nothing_where_nothing_was_used() {
            assertThat(PRICES.costOf("other", TokenUsage.none())).isEqualTo(Cost.none());
        }

        @Test
        void is_written_plainly() {
            assertThat(PRICES.costOf("gpt-5", TokenUsage.of(1_000_000, 0)).usd())
                    .hasToString("10");
            assertThat(PRICES.costOf("gpt-5", TokenUsage.of(10_000_000, 0)).usd())
                    .hasToString("100");
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void adds_up_to_the_cost_of_the_sum_exactly(long seed) {
            Random random = new Random(seed);
            Cost sum = Cost.none();
            TokenUsage all = TokenUsage.none();
            for (int i = 0; i < 1_000; i++) {
                TokenUsage usage = TokenUsage.of(1 + random.nextInt(5_000), random.nextInt(5_000))
                        .withCached(random.nextInt(2));
                sum = sum.plus(PRICES.costOf("gpt-5.4-mini", usage));
                all = all.plus(usage);
            }

            assertThat(sum.usd())
                    .isEqualByComparingTo(PRICES.costOf("gpt-5.4-mini", all).usd());
        }
    }

    @Nested
    class A_call_with_a_long_input {
        private final PriceList prices = PriceList.empty()
                .with("m", ModelPrice.perMillion("1", "2").overInput(100, ModelPrice.perMillion("3", "4")));

        @Test
        void costs_the_price_of_long_inputs_in_all_its_tokens() {
            assertThat(prices.costOf("m", TokenUsage.of(100, 100)).usd()).isEqualByComparingTo("0.0003");
            assertThat(prices.costOf("m", TokenUsage.of(101, 100)).usd()).isEqualByComparingTo("0.000703");
        }
    }

    @Nested
    class Two_lists {
        @Test
        void together_have_the_prices_of_both_and_those_of_the_second_where_both_have_one() {
            PriceList both = PRICES.and(PriceList.empty().with("gpt-5", CHEAP).with("own", DEAR));

            assertThat(both.priceOf("gpt-5")).contains(CHEAP);
            assertThat(both.priceOf("own")).contains(DEAR);
            assertThat(both.priceOf("gpt-5.4-mini")).contains(CHEAP);
        }
    }

    @Nested
    class A_price {
        @Test
        void is_refused_when_it_makes_no_sense() {
            assertThatThrownBy(() -> ModelPrice.perMillion("-1", "1")).hasMessageContaining("negative");
            assertThatThrownBy(() -> PriceList.empty().with(" ", CHEAP)).hasMessageContaining("modelPrefix");
        }

        @Test
        void leaves_the_list_it_was_added_to_as_it_was() {
            PriceList before = PriceList.empty();
            PriceList after = before.with("gpt-5", DEAR);

            assertThat(before.priceOf("gpt-5")).isEmpty();
            assertThat(after.priceOf("gpt-5")).isPresent();
        }
    }
}
