package dev.toolflow.budget;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/**
 * So much of everything that a {@link Budget} limits. Immutable.
 *
 * @param usd US dollars, exact
 * @param tokens input and output together
 * @param images pictures asked for
 * @param calls requests
 */
public record Spending(
        @JsonProperty BigDecimal usd,
        @JsonProperty long tokens,
        @JsonProperty long images,
        @JsonProperty long calls) {
    private static final Spending NOTHING = new Spending(BigDecimal.ZERO, 0, 0, 0);

    /** Checks that nothing is negative, nor the money longer than 60 digits before its point and 30 behind it, and drops zeros at the end of the money, so that equal amounts are equal. */
    public Spending {
        usd = Dollars.amount("spending: ", usd).stripTrailingZeros();
        usd = usd.scale() < 0 ? usd.setScale(0) : usd;
        if (tokens < 0 || images < 0 || calls < 0) {
            throw new IllegalArgumentException("spending: must not be negative, was " + tokens + " tokens, " + images
                    + " images, " + calls + " calls");
        }
    }

    /** Nothing at all. */
    public static Spending nothing() {
        return NOTHING;
    }

    /** This and another together. A sum too great for a {@code long} stays at {@link Long#MAX_VALUE}. */
    public Spending plus(Spending other) {
        return new Spending(
                usd.add(other.usd),
                saturated(tokens, other.tokens),
                saturated(images, other.images),
                saturated(calls, other.calls));
    }

    /**
     * This without another that was added to it before.
     *
     * @throws IllegalArgumentException if there is less of something
     */
    public Spending minus(Spending other) {
        return new Spending(usd.subtract(other.usd), tokens - other.tokens, images - other.images, calls - other.calls);
    }

    /** This so many times, not negative. */
    public Spending times(long times) {
        return new Spending(
                usd.multiply(BigDecimal.valueOf(times)),
                saturatedTimes(tokens, times),
                saturatedTimes(images, times),
                saturatedTimes(calls, times));
    }

    /** Returns whether there is none of anything. */
    public boolean isNothing() {
        return usd.signum() == 0 && tokens == 0 && images == 0 && calls == 0;
    }

    private static long saturated(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static long saturatedTimes(long one, long times) {
        return Math.multiplyHigh(one, times) == 0 && one * times >= 0 ? one * times : Long.MAX_VALUE;
    }
}
