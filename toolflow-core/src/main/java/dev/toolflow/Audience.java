package dev.toolflow;

import dev.toolflow.event.ToolFlowListener;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Who is told of one run beside those that are told of all. Immutable.
 *
 * @param listeners hear its events
 * @param takers take its finished items
 */
record Audience(List<ToolFlowListener> listeners, List<ItemTaker<?>> takers) {
    static final Audience NONE = new Audience(List.of(), List.of());

    Audience {
        listeners = List.copyOf(listeners);
        takers = List.copyOf(takers);
    }

    Audience and(ToolFlowListener listener) {
        return new Audience(
                Stream.concat(listeners.stream(), Stream.of(listener)).toList(), takers);
    }

    Audience and(ItemTaker<?> taker) {
        return new Audience(
                listeners,
                Stream.<ItemTaker<?>>concat(takers.stream(), Stream.of(taker)).toList());
    }

    /** The queues of one run, behind those that all runs of the engine share. */
    Queues queues(List<ListenerQueue> shared, Executor threads) {
        if (listeners.isEmpty() && takers.isEmpty()) {
            return new Queues(shared, List.of());
        }
        Stream<ListenerQueue> own = listeners.stream().map(listener -> new ListenerQueue(listener, threads));
        return new Queues(
                Stream.concat(shared.stream(), own).toList(),
                takers.stream()
                        .<ItemQueue<?>>map(taker -> new ItemQueue<>(taker, threads))
                        .toList());
    }

    /** Where events and finished items wait until they are told. */
    record Queues(List<ListenerQueue> listeners, List<ItemQueue<?>> items) {}
}
