package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
            assertThatThrownBy(() -> Budget.unlimited().tokens(-1)).hasMessageContaining("tokens");
            assertThatThrownBy(() -> Budget.unlimited().images(-1)).hasMessageContaining("images");
            assertThatThrownBy(() -> Budget.unlimited().calls(-1)).hasMessageContaining("calls");
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
