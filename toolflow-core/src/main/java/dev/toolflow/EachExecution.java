package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The items of one {@code each} at work: so many at once, the next when one has ended. No thread waits for items. Thread-safe.
 *
 * @param <I> what an item is
 */
final class EachExecution<I> implements NodeExecution {
    private final NodePlace<?> place;
    private final EachItems<I, ?> kind;
    private volatile @Nullable Items<I> items;
    private int next;
    private int active;
    private boolean stopped;

    private record Items<I>(
            List<I> values, AtomicReferenceArray<EachItems.Item> begun, AtomicReferenceArray<NodeOutcome> ended) {
        static <I> Items<I> of(List<I> values) {
            return new Items<>(
                    values, new AtomicReferenceArray<>(values.size()), new AtomicReferenceArray<>(values.size()));
        }
    }

    EachExecution(NodePlace<?> place, EachItems<I, ?> kind) {
        this.place = place;
        this.kind = kind;
    }

    @Override
    public Runnable begin() {
        try {
            List<? extends I> values = place.valueOf(kind.from(), "the mapping of its items");
            Items<I> found =
                    UserCode.call(place.id(), "its list of items", () -> Items.of(complete(place.id(), values)));
            items = found;
            return () -> begin(found);
        } catch (StepException e) {
            ShapeResult<?> own =
                    new ShapeResult<>(place.work(), place.id(), place.node().step());
            own.begins();
            return () -> place.end(own.failed(e, null, List.of()));
        }
    }

    /** The items of a list, none of them null. */
    static <I> List<I> complete(String id, List<? extends I> values) {
        List<I> complete = new ArrayList<>(values.size());
        for (I item : values) {
            if (item == null) {
                throw new StepException.CodeFailed(
                        "step '" + id + "': item " + complete.size() + " of its list is null; leave it out", null);
            }
            complete.add(item);
        }
        return complete;
    }

    /** Starts as many items as may be done at once. */
    private void begin(Items<I> all) {
        if (all.values().isEmpty()) {
            place.end(new NodeOutcome(List.of(), List.of(), true));
            return;
        }
        for (int index = take(all); index >= 0; index = take(all)) {
            start(all, index);
        }
    }

    private void start(Items<I> all, int index) {
        EachItems.Item item = kind.item(id(index), all.values().get(index), outcome -> ended(all, index, outcome));
        all.begun().set(index, item);
        item.start();
    }

    private String id(int index) {
        return place.id() + "[" + index + "]";
    }

    private void ended(Items<I> all, int index, NodeOutcome outcome) {
        all.ended().set(index, outcome);
        boolean last;
        synchronized (this) {
            active--;
            stopped |= !place.work().scope().mayStart();
            last = active == 0 && (stopped || next == all.values().size());
        }
        if (last) {
            place.end(outcome(all));
            return;
        }
        int following = take(all);
        if (following >= 0) {
            start(all, following);
        }
    }

    private synchronized int take(Items<I> all) {
        if (stopped || next == all.values().size() || active >= kind.fanOut().concurrency()) {
            return -1;
        }
        active++;
        return next++;
    }

    private NodeOutcome outcome(Items<I> all) {
        boolean leavesOut = kind.fanOut().itemFailure() == ItemFailure.SKIP;
        List<StepOutcome<?>> steps = new ArrayList<>(all.values().size());
        List<Object> values = new ArrayList<>(all.values().size());
        boolean completed = true;
        boolean whole = true;
        for (int i = 0; i < all.values().size(); i++) {
            NodeOutcome item = soFar(all, i);
            steps.addAll(item.steps());
            completed &= item.completed();
            StepStatus status = item.steps().get(0).result().status();
            boolean leftOut = leavesOut && status == StepStatus.FAILED;
            whole &= leftOut || item.value() != null;
            if (!leftOut && item.value() != null) {
                values.add(item.value());
            }
        }
        return new NodeOutcome(steps, whole ? List.copyOf(values) : null, completed);
    }

    private NodeOutcome soFar(Items<I> all, int index) {
        NodeOutcome ended = all.ended().get(index);
        if (ended != null) {
            return ended;
        }
        EachItems.Item begun = all.begun().get(index);
        return begun == null ? kind.notBegun(id(index)) : begun.soFar();
    }

    @Override
    public NodeOutcome soFar() {
        Items<I> all = items;
        if (all == null) {
            return place.state().memory().notBegun(place.frame().prefix(), place.node());
        }
        NodeOutcome soFar = outcome(all);
        return new NodeOutcome(soFar.steps(), null, false);
    }
}
