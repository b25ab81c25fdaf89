package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The items of one {@code each} in one run: so many at once, the next when one has ended. No thread waits for items.
 * Thread-safe.
 *
 * @param <I> what an item is
 * @param <O> what is made of it
 */
final class EachExecution<I, O> {
    private final FlowNode.Each<I, O> node;
    private final List<I> items;
    private final AtomicReferenceArray<StepOutcome<O>> outcomes;
    private final RunMemory memory;
    private final Consumer<NodeOutcome> done;
    private int next;
    private int active;
    private boolean stopped;

    EachExecution(FlowNode.Each<I, O> node, List<? extends I> items, RunMemory memory, Consumer<NodeOutcome> done) {
        this.node = node;
        this.memory = memory;
        this.items = complete(node.step().id(), items);
        this.outcomes = new AtomicReferenceArray<>(this.items.size());
        this.done = done;
    }

    I item(int index) {
        return items.get(index);
    }

    String id(int index) {
        return node.step().id() + "[" + index + "]";
    }

    /** Starts as many items as may run at once; the starter runs each on a thread of its own. */
    void begin(IntConsumer starter) {
        if (items.isEmpty()) {
            done.accept(new NodeOutcome(List.of(), List.of(), true));
            return;
        }
        for (int index = take(); index >= 0; index = take()) {
            starter.accept(index);
        }
    }

    /** An item has ended: starts the next, or ends the node. */
    void ended(int index, StepOutcome<O> outcome, boolean runStopped, IntConsumer starter) {
        outcomes.set(index, outcome);
        boolean last;
        synchronized (this) {
            active--;
            stopped |= runStopped;
            last = active == 0 && (stopped || next == items.size());
        }
        if (last) {
            done.accept(outcome());
            return;
        }
        int following = take();
        if (following >= 0) {
            starter.accept(following);
        }
    }

    private synchronized int take() {
        if (stopped || next == items.size() || active >= node.fanOut().concurrency()) {
            return -1;
        }
        active++;
        return next++;
    }

    private static <I> List<I> complete(String stepId, List<? extends I> items) {
        List<I> complete = new ArrayList<>(items.size());
        for (I item : items) {
            if (item == null) {
                throw new StepException.CodeFailed(
                        "step '" + stepId + "': item " + complete.size() + " of its list is null; leave it out", null);
            }
            complete.add(item);
        }
        return complete;
    }

    private NodeOutcome outcome() {
        List<StepOutcome<?>> all = new ArrayList<>(items.size());
        List<O> values = new ArrayList<>(items.size());
        boolean completed = true;
        for (int i = 0; i < items.size(); i++) {
            StepOutcome<O> outcome = outcomes.get(i) == null ? skipped(i) : outcomes.get(i);
            StepResult<O> result = outcome.result();
            all.add(outcome);
            outcome.handedOn().ifPresent(values::add);
            completed &= result.status() == StepStatus.COMPLETED;
        }
        boolean whole = values.size() == items.size();
        return new NodeOutcome(all, whole ? List.copyOf(values) : null, completed);
    }

    StepOutcome<O> skipped(int index) {
        return memory.notBegun(id(index), node.step().definition());
    }
}
