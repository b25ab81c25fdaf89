package dev.toolflow.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenUsageTest {
    private static TokenUsage any(Random random) {
        if (random.nextInt(5) == 0) {
            return random.nextBoolean() ? TokenUsage.none() : TokenUsage.unreported();
        }
        TokenUsage usage = TokenUsage.of(random.nextInt(10_000), random.nextInt(10_000));
        usage = random.nextBoolean() ? usage.withCached(random.nextInt(100)) : usage;
        usage = random.nextBoolean() ? usage.withReasoning(random.nextInt(100)) : usage;
        usage = random.nextBoolean() ? usage.withImageInput(random.nextInt(100)) : usage;
        usage = random.nextBoolean() ? usage.withImageOutput(random.nextInt(100)) : usage;
        return random.nextInt(10) == 0 ? usage.plus(TokenUsage.unreported()) : usage;
    }

    @Nested
    class Usages {
        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
        void add_up_in_any_order_and_grouping_with_none_as_nothing(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 200; i++) {
                TokenUsage a = any(random);
                TokenUsage b = any(random);
                TokenUsage c = any(random);

                assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
                assertThat(a.plus(b)).isEqualTo(b.plus(a)).hasSameHashCodeAs(b.plus(a));
                assertThat(a.plus(TokenUsage.none())).isEqualTo(a);
                assertThat(TokenUsage.none().plus(a)).isEqualTo(a);
                assertThat(a.plus(b).total()).isEqualTo(a.total() + b.total());
                assertThat(a.plus(b).unreportedCalls()).isEqualTo(a.unreportedCalls() + b.unreportedCalls());
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {1, 2, 3, 4, 5})
        void too_great_for_a_number_stay_at_the_greatest_in_any_order_and_grouping(long seed) {
            Random random = new Random(seed);
            for (int i = 0; i < 200; i++) {
                TokenUsage a = huge(random);
                TokenUsage b = huge(random);
                TokenUsage c = huge(random);

                assertThat(a.plus(b).plus(c)).isEqualTo(a.plus(b.plus(c)));
                assertThat(a.plus(b)).isEqualTo(b.plus(a));
                assertThat(a.plus(b).input()).isGreaterThanOrEqualTo(a.input());
                assertThat(a.plus(b).cached().orElseThrow())
                        .isGreaterThanOrEqualTo(a.cached().orElseThrow());
                assertThat(a.plus(b).total()).isGreaterThanOrEqualTo(a.plus(b).output());
            }
            assertThat(TokenUsage.of(Long.MAX_VALUE, 1).total()).isEqualTo(Long.MAX_VALUE);
            assertThat(TokenUsage.of(Long.MAX_VALUE, 1).plus(TokenUsage.of(1, 1)))
                    .isEqualTo(TokenUsage.of(Long.MAX_VALUE, 2));
        }

        private static TokenUsage huge(Random random) {
            return TokenUsage.of(random.nextLong() >>> 1, random.nextLong() >>> 1)
                    .withCached(random.nextLong() >>> 1)
                    .withImageOutput(random.nextLong() >>> 1);
        }

        @Test
        void tell_not_reported_from_zero() {
            assertThat(TokenUsage.unreported()).isNotEqualTo(TokenUsage.none());
            assertThat(TokenUsage.of(0, 0)).isEqualTo(TokenUsage.none());
            assertThat(TokenUsage.unreported().isComplete()).isFalse();
            assertThat(TokenUsage.of(1, 1).cached()).isEmpty();
            assertThat(TokenUsage.of(1, 1).withCached(0).cached()).hasValue(0);
            assertThat(TokenUsage.of(1, 1).withCached(0)).isNotEqualTo(TokenUsage.of(1, 1));
        }

        @Test
        void know_a_part_as_soon_as_one_call_reported_it() {
            TokenUsage both = TokenUsage.of(1, 1).plus(TokenUsage.of(2, 2).withReasoning(2));

            assertThat(both.reasoning()).hasValue(2);
            assertThat(both.imageOutput()).isEmpty();
        }

        @Test
        void are_never_negative() {
            assertThatThrownBy(() -> TokenUsage.of(-1, 0)).hasMessageContaining("input");
            assertThatThrownBy(() -> TokenUsage.of(0, -1)).hasMessageContaining("output");
            assertThatThrownBy(() -> TokenUsage.none().withCached(-1)).hasMessageContaining("cached");
        }

        @Test
        void say_when_a_sum_is_not_whole() {
            assertThat(TokenUsage.of(3, 4)).hasToString("TokenUsage[input=3, output=4]");
            assertThat(TokenUsage.of(3, 4).plus(TokenUsage.unreported()))
                    .hasToString("TokenUsage[input=3, output=4, unreportedCalls=1]");
        }
    }

    @Nested
    class Costs {
        @Test
        void add_up_with_those_that_are_not_known_counted_apart() {
            Cost sum = IntStream.range(0, 10)
                    .mapToObj(i -> i % 2 == 0 ? Cost.unpriced() : Cost.ofUsd(new BigDecimal("0.1")))
                    .reduce(Cost.none(), Cost::plus);

            assertThat(sum).isEqualTo(new Cost(new BigDecimal("0.5"), 5));
            assertThat(sum.isComplete()).isFalse();
            assertThat(Cost.none().isComplete()).isTrue();
        }

        @Test
        void are_never_negative() {
            assertThatThrownBy(() -> Cost.ofUsd(BigDecimal.ONE.negate())).hasMessageContaining("cost");
        }
    }
}
