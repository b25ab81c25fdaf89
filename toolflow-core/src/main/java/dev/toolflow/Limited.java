package dev.toolflow;

import dev.toolflow.budget.Budget;
import dev.toolflow.budget.Spending;
import java.math.BigDecimal;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a budget can limit. */
enum Limited {
    USD("US dollars"),
    TOKENS("tokens"),
    IMAGES("pictures"),
    CALLS("calls");

    private final String unit;

    Limited(String unit) {
        this.unit = unit;
    }

    /** What it is counted in. */
    String unit() {
        return unit;
    }

    /** How much of it a budget allows, or null for any amount. */
    @Nullable
    BigDecimal limit(Budget budget) {
        return switch (this) {
            case USD -> budget.usd().orElse(null);
            case TOKENS -> decimal(budget.tokens());
            case IMAGES -> decimal(budget.images());
            case CALLS -> decimal(budget.calls());
        };
    }

    boolean isIn(Budget budget) {
        return limit(budget) != null;
    }

    /** How much of it is in something. */
    BigDecimal of(Spending spending) {
        return switch (this) {
            case USD -> spending.usd();
            case TOKENS -> BigDecimal.valueOf(spending.tokens());
            case IMAGES -> BigDecimal.valueOf(spending.images());
            case CALLS -> BigDecimal.valueOf(spending.calls());
        };
    }

    private static @Nullable BigDecimal decimal(OptionalLong value) {
        return value.isEmpty() ? null : BigDecimal.valueOf(value.getAsLong());
    }
}
