package dev.toolflow;

/** Counts that stay at {@link Long#MAX_VALUE} where they would be greater; nothing in them is negative. */
final class Saturated {
    private Saturated() {}

    static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long product(long one, long other) {
        return Math.multiplyHigh(one, other) == 0 && one * other >= 0 ? one * other : Long.MAX_VALUE;
    }
}
