package dev.toolflow.openai;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Shares of the calls in flight. They are filled one after the other, so that few calls use few connections again and again, and
 * no share needs more connections to a host than it has calls. Thread-safe.
 */
final class Shares {
    private static final int MOST = 16;
    private static final int SMALLEST = 32;

    private final int callsOfEach;
    private final AtomicIntegerArray taken;

    private Shares(int count, int callsOfEach) {
        this.callsOfEach = callsOfEach;
        taken = new AtomicIntegerArray(count);
    }

    static Shares of(int calls) {
        int callsOfEach = Math.min(Math.max(SMALLEST, ceilDiv(calls, MOST)), calls);
        return new Shares(ceilDiv(calls, callsOfEach), callsOfEach);
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend - 1) / divisor + 1;
    }

    int count() {
        return taken.length();
    }

    int callsOfEach() {
        return callsOfEach;
    }

    /** The first share with room, to begin with the host's own; that one too where there are more calls than was said. */
    int take(String host) {
        int own = Math.floorMod(host.hashCode(), count());
        for (int i = 0; i < count(); i++) {
            int share = (own + i) % count();
            if (isTaken(share)) {
                return share;
            }
        }
        taken.incrementAndGet(own);
        return own;
    }

    private boolean isTaken(int share) {
        int before = taken.get(share);
        while (before < callsOfEach) {
            if (taken.compareAndSet(share, before, before + 1)) {
                return true;
            }
            before = taken.get(share);
        }
        return false;
    }

    void give(int share) {
        taken.decrementAndGet(share);
    }
}
