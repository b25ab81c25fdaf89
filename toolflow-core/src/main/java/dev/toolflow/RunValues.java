package dev.toolflow;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** The values that one run has so far: its input in slot 0, the output of each node in the node's slot. */
final class RunValues {
    private final AtomicReferenceArray<Object> slots;

    RunValues(int nodes, Object input) {
        slots = new AtomicReferenceArray<>(nodes + 1);
        slots.set(FlowBuilder.INPUT_SLOT, input);
    }

    void set(int slot, Object value) {
        slots.set(slot, value);
    }

    Object input() {
        return slots.get(FlowBuilder.INPUT_SLOT);
    }

    boolean has(int slot) {
        return slots.get(slot) != null;
    }

    /** The builder gave the reference its type from the very step whose output is kept in its slot. */
    @SuppressWarnings("unchecked")
    <T> T get(Ref.Source<T> source) {
        Object value = slots.get(source.slot());
        if (value == null) {
            throw new IllegalStateException(source + " has no value yet");
        }
        return (T) value;
    }
}
