package dev.toolflow.record;

import dev.toolflow.tool.Cost;
import java.math.BigDecimal;

/** What calls cost. */
record CostDocument(BigDecimal usd, long unpricedCalls) {
    /** A few letters such as {@code 1e999999999} would stand for a sum that no memory holds. */
    private static final int LONGEST_SCALE = 1_000;

    CostDocument {
        if (Math.abs((long) usd.scale()) > LONGEST_SCALE) {
            throw new IllegalArgumentException("usd: has more than " + LONGEST_SCALE + " digits");
        }
    }

    static CostDocument of(Cost cost) {
        return new CostDocument(cost.usd(), cost.unpricedCalls());
    }

    Cost cost() {
        return new Cost(usd, unpricedCalls);
    }
}
