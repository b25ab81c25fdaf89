package dev.toolflow;

/** How {@code each} spreads its items. Immutable. */
public final class FanOut {
    private static final FanOut UNBOUNDED = new FanOut(Integer.MAX_VALUE);

    private final int concurrency;

    private FanOut(int concurrency) {
        this.concurrency = concurrency;
    }

    /** All items at once, as far as the engine's calls in flight allow: the default. */
    public static FanOut unbounded() {
        return UNBOUNDED;
    }

    /** At most this many items at once; at least 1. */
    public static FanOut atMost(int items) {
        if (items < 1) {
            throw new IllegalArgumentException("atMost: must be at least 1, was " + items);
        }
        return new FanOut(items);
    }

    /** The most items at once. */
    public int concurrency() {
        return concurrency;
    }
}
