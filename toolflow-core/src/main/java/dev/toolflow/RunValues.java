package dev.toolflow;

import java.util.Collection;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The values that one graph has so far in one run: its input in slot 0, the output of each node in the node's slot. Those of a
 * body within a flow know the values around them. Thread-safe.
 */
final class RunValues {
    private final FlowDraft owner;
    private final @Nullable RunValues outer;
    private final AtomicReferenceArray<Object> slots;

    private RunValues(FlowGraph graph, @Nullable RunValues outer) {
        this.owner = graph.owner();
        this.outer = outer;
        this.slots = new AtomicReferenceArray<>(graph.nodes().size() + 1);
    }

    /** Of a flow. */
    static RunValues of(FlowGraph graph, Object input) {
        RunValues values = new RunValues(graph, null);
        values.set(FlowBuilder.INPUT_SLOT, input);
        return values;
    }

    /** Of a body within the flow that these values are of; a branch has no input of its own. */
    RunValues within(FlowGraph body, @Nullable Object input) {
        RunValues values = new RunValues(body, this);
        if (input != null) {
            values.set(FlowBuilder.INPUT_SLOT, input);
        }
        return values;
    }

    void set(int slot, Object value) {
        slots.set(slot, value);
    }

    Object input() {
        return slots.get(FlowBuilder.INPUT_SLOT);
    }

    boolean hasAll(Collection<Ref.Source<?>> sources) {
        for (Ref.Source<?> source : sources) {
            if (find(source) == null) {
                return false;
            }
        }
        return true;
    }

    /** The builder gave the reference its type from the very step whose output is kept in its slot. */
    @SuppressWarnings("unchecked")
    <T> T get(Ref.Source<T> source) {
        Object value = find(source);
        if (value == null) {
            throw new IllegalStateException(source + " has no value yet");
        }
        return (T) value;
    }

    private @Nullable Object find(Ref.Source<?> source) {
        for (RunValues values = this; values != null; values = values.outer) {
            if (values.owner == source.draft()) {
                return values.slots.get(source.slot());
            }
        }
        return null;
    }
}
