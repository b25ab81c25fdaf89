package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetValuesTest {
    @Nested
    class A_budget {
        @Test
        void limits_what_it_says_and_nothing_else() {
            Budget budget = Budget.usd("0.50").images(4);

            assertThat(budget.usd()).contains(new BigDecimal("0.50"));
            assertThat(budget.images()).hasValue(4);
            assertThat(budget.tokens()).isEmpty();
            assertThat(budget.calls()).isEmpty();
            assertThat(budget.isUnlimited()).isFalse();
            assertThat(Budget.unlimited().isUnlimited()).isTrue();
            assertThat(budget).hasToString("Budget[usd=0.50 images=4]");
        }

        @Test
        void leaves_the_one_it_was_made_from_as_it_was() {
            Budget before = Budget.unlimited();

            assertThat(before.calls(3)).isNotEqualTo(before);
            assertThat(before.calls()).isEmpty();
        }

        @Test
        void that_makes_no_sense_is_refused_by_the_name_of_what_is_wrong() {
            assertThatThrownBy(() -> Budget.usd("-0.01")).hasMessageContaining("usd: must not be negative");
            assertThatThrownBy(() -> Budget.usd("half")).hasMessageContaining("usd: not a decimal number");
            assertThatThrownBy(() -> Budget.usd("9".repeat(101))).hasMessageContaining("at most 100 characters");
            assertThatThrownBy(() -> Budget.unlimited().tokens(-1)).hasMessageContaining("tokens");
            assertThatThrownBy(() -> Budget.unlimited().images(-1)).hasMessageContaining("images");
            assertThatThrownBy(() -> Budget.unlimited().calls(-1)).hasMessageContaining("calls");
        }
    }

    @Nested
    @Timeout(60)
    class An_amount_that_no_memory_holds {
        private static final String DIGITS = "must have at most 60 digits before its point and 30 behind it";

        @ParameterizedTest
        @ValueSource(strings = {"1e9999999", "1e60", "1e-31", "1e-999999999"})
        void is_refused_before_anything_is_worked_out_with_it(String usd) {
            assertThatThrownBy(() -> Budget.usd(usd))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("usd: " + DIGITS);
            assertThatThrownBy(() -> new Spending(new BigDecimal(usd), 0, 0, 0)).hasMessage("spending: " + DIGITS);
        }

        @Test
        void is_refused_where_it_is_less_than_nothing() {
            assertThatThrownBy(() -> Budget.usd("-1e999999999")).hasMessageContaining("usd: must not be negative");
        }

        @Test
        void is_nothing_where_it_is_nought() {
            assertThat(Budget.usd("0e999999999")).isEqualTo(Budget.usd("0"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"1e9999999", "1e12", "1e-13", "1e-999999999"})
        void is_no_price(String usd) {
            assertThatThrownBy(() -> ModelPrice.perMillion(usd, "1"))
                    .hasMessage("input: must have at most 12 digits before its point and 12 behind it");
        }
    }

    @Nested
    class A_spending {
        private final Spending some = new Spending(new BigDecimal("0.1"), 10, 1, 2);

        @Test
        void adds_up_and_is_taken_away_again_exactly() {
            assertThat(some.plus(some).minus(some)).isEqualTo(some);
            assertThat(some.times(3)).isEqualTo(some.plus(some).plus(some));
            assertThat(Spending.nothing().isNothing()).isTrue();
        }

        @Test
        void stays_at_the_greatest_number_where_a_sum_is_too_great() {
            Spending great = new Spending(BigDecimal.ONE, Long.MAX_VALUE, 0, 1);

            assertThat(great.plus(some).tokens()).isEqualTo(Long.MAX_VALUE);
            assertThat(some.times(Long.MAX_VALUE).tokens()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void is_never_less_than_nothing() {
            assertThatThrownBy(() -> Spending.nothing().minus(some)).hasMessageContaining("must not be negative");
        }
    }
}
