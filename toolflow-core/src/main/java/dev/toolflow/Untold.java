package dev.toolflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened and is not told yet, since it, or something before it, is not known to the end. Its user's lock guards it. */
final class Untold {
    private record Happened(Future<?> known, Runnable telling) {}

    private static final Logger LOG = LoggerFactory.getLogger("dev.toolflow.run");

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
            tell(inOrder.remove().telling());
        }
    }

    /** What cannot be told keeps nothing else from being told. */
    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.warn("something that happened could not be told: {}", LogField.clean(e.toString()));
        }
    }
}
