package dev.toolflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;

/** What happened and is not told yet, since it, or something before it, is not known to the end. Its user's lock guards it. */
final class Untold {
    private record Happened(Future<?> known, Runnable telling) {}

    private final Deque<Happened> inOrder = new ArrayDeque<>();

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    void add(Future<?> known, Runnable telling) {
        inOrder.add(new Happened(known, telling));
    }

    /** Tells what is known by now, up to what is not. */
    void tellKnown() {
        while (!inOrder.isEmpty() && inOrder.element().known().isDone()) {
            inOrder.remove().telling().run();
        }
    }
}
