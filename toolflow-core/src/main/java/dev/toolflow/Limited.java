package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.Spending;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a budget can limit. */
enum Limited {
    USD("US dollars", budget -> budget.usd().orElse(null), Spending::usd),
    TOKENS("tokens", budget -> decimal(budget.tokens()), spending -> BigDecimal.valueOf(spending.tokens())),
    IMAGES("pictures", budget -> decimal(budget.images()), spending -> BigDecimal.valueOf(spending.images())),
    CALLS("calls", budget -> decimal(budget.calls()), spending -> BigDecimal.valueOf(spending.calls()));

    private final String unit;
    private final Function<Budget, @Nullable BigDecimal> limit;
    private final Function<Spending, BigDecimal> amount;

    Limited(String unit, Function<Budget, @Nullable BigDecimal> limit, Function<Spending, BigDecimal> amount) {
        this.unit = unit;
        this.limit = limit;
        this.amount = amount;
    }

    /** What it is counted in. */
    String unit() {
        return unit;
    }

    /** How much of it a budget allows, or null for any amount. */
    @Nullable
    BigDecimal limit(Budget budget) {
        return limit.apply(budget);
    }

    boolean isIn(Budget budget) {
        return limit(budget) != null;
    }

    /** How much of it is in something. */
    BigDecimal of(Spending spending) {
        return amount.apply(spending);
    }

    private static @Nullable BigDecimal decimal(OptionalLong value) {
        return value.isEmpty() ? null : BigDecimal.valueOf(value.getAsLong());
    }
}
