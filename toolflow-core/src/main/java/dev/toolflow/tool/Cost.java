package dev.toolflow.tool;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/**
 * What calls cost, in US dollars: costs add up with {@link #plus}. Immutable.
 *
 * @param usd the sum of what is known, exact
 * @param unpricedCalls how many calls are not in that sum because their model's price or their usage is not known
 */
public record Cost(
        @JsonProperty BigDecimal usd, @JsonProperty long unpricedCalls) {
    private static final Cost NONE = new Cost(BigDecimal.ZERO, 0);
    private static final Cost UNPRICED = new Cost(BigDecimal.ZERO, 1);

    /** Checks that neither is negative. */
    public Cost {
        if (usd.signum() < 0 || unpricedCalls < 0) {
            throw new IllegalArgumentException("cost: must not be negative, was " + usd + " and " + unpricedCalls);
        }
    }

    /** No call, no cost. */
    public static Cost none() {
        return NONE;
    }

    /** One call of which the cost is not known. */
    public static Cost unpriced() {
        return UNPRICED;
    }

    /** One call of a known cost in US dollars. */
    public static Cost ofUsd(BigDecimal usd) {
        return new Cost(usd, 0);
    }

    /** This cost and another together. */
    public Cost plus(Cost other) {
        return new Cost(usd.add(other.usd), unpricedCalls + other.unpricedCalls);
    }

    /** Returns whether every call is priced. */
    public boolean isComplete() {
        return unpricedCalls == 0;
    }
}
