package dev.toolflow;

import java.util.Objects;

/** How {@code each} spreads its items, and what follows when one fails. Immutable; every method that sets something returns a copy. */
public final class FanOut {
    private static final FanOut UNBOUNDED = new FanOut(Integer.MAX_VALUE, ItemFailure.FAIL);

    private final int concurrency;
    private final ItemFailure itemFailure;

    private FanOut(int concurrency, ItemFailure itemFailure) {
        this.concurrency = concurrency;
        this.itemFailure = itemFailure;
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
        return new FanOut(items, ItemFailure.FAIL);
    }

    /** What follows when an item fails. Default {@link ItemFailure#FAIL}. */
    public FanOut onItemFailure(ItemFailure policy) {
        return new FanOut(concurrency, Objects.requireNonNull(policy, "policy"));
    }

    /** The most items at once. */
    public int concurrency() {
        return concurrency;
    }

    /** What follows when an item fails. */
    public ItemFailure itemFailure() {
        return itemFailure;
    }
}
