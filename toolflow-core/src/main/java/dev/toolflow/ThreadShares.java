package dev.toolflow;

import java.util.HashMap;
import java.util.Map;

/**
 * How many threads of a pool each tenant holds. One may hold {@value #TIMES_WHAT_IS_LEFT} times as many as are left to others,
 * so that none holds all, however long it keeps them; who has none may take the last. Not thread-safe.
 */
final class ThreadShares {
    private static final int TIMES_WHAT_IS_LEFT = 3;

    /** With fewer, it is chance and not turns that decides who comes to the gate of the calls in flight. */
    private static final int FEWEST = 32;

    private final Map<String, Integer> held = new HashMap<>();
    private int left;

    ThreadShares(int threads) {
        this.left = threads;
    }

    /** How many threads there must be for a single tenant to hold at least so many; at most all that may be. */
    static int threadsFor(int ofOne, int most) {
        long enough = ofOne + (long) ofOne / TIMES_WHAT_IS_LEFT + 1;
        return (int) Math.min(most, Math.max(FEWEST, enough));
    }

    boolean areLeft() {
        return left > 0;
    }

    boolean mayTake(String tenant) {
        int has = held.getOrDefault(tenant, 0);
        return left > 0 && (has == 0 || has < TIMES_WHAT_IS_LEFT * (left - 1));
    }

    /** Whether one who gave a thread back now might take it again. */
    boolean mayKeep(String tenant) {
        giveBack(tenant);
        boolean may = mayTake(tenant);
        take(tenant);
        return may;
    }

    void take(String tenant) {
        left--;
        held.merge(tenant, 1, Integer::sum);
    }

    void giveBack(String tenant) {
        left++;
        held.computeIfPresent(tenant, (name, has) -> has == 1 ? null : has - 1);
    }
}
