package dev.toolflow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened and is not told yet, since it, or something before it, is not known to the end. Its user's lock guards it. */
final class Untold {
    private record Happened(CompletableFuture<?> known, Runnable telling) {}

    private static final Logger LOG = LoggerFactory.getLogger("dev.toolflow.run");

    private final Deque<Happened> inOrder = new ArrayDeque<>();

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    void add(CompletableFuture<?> known, Runnable telling) {
        inOrder.add(new Happened(known, telling));
    }

    /** What must be known before all of it can be told. */
    List<CompletableFuture<?>> unknown() {
        return inOrder.stream().<CompletableFuture<?>>map(Happened::known).toList();
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
        } catch (RuntimeException | Error e) {
            LOG.warn("something that happened could not be told: {}", LogField.clean(e.toString()));
        }
    }
}
