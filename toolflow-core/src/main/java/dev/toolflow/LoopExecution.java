package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loop at work, one round after another. Thread-safe.
 *
 * @param <T> what a round is given and makes
 */
final class LoopExecution<T> implements NodeExecution, BodyExecution.Pass<T> {
    private final NodePlace<FlowNode.Repeat<T>> place;
    private final ShapeResult<T> own;
    private final List<NodeOutcome> past = new ArrayList<>();
    private int number;
    private @Nullable BodyExecution<T> round;

    LoopExecution(NodePlace<FlowNode.Repeat<T>> place) {
        this.place = place;
        this.own = new ShapeResult<>(place.work(), place.id(), place.node().step());
    }

    @Override
    public Runnable begin() {
        own.begins();
        try {
            T first = place.valueOf(place.node().first(), "the mapping of its first value");
            return () -> round(first);
        } catch (StepException e) {
            return () -> failed(e);
        }
    }

    private void round(T value) {
        FlowGraph graph = place.node().body().graph();
        BodyExecution<T> next;
        synchronized (this) {
            number++;
            FrameExecution outer = place.frame();
            next = new BodyExecution<>(
                    place.work(),
                    new FrameExecution.Frame(
                            id() + "#" + number + "/", graph, outer.values().within(graph, value), outer),
                    place.node().body(),
                    this);
            round = next;
        }
        next.begin();
    }

    @Override
    public String id() {
        return place.id();
    }

    @Override
    public Runnable made(T value) {
        boolean over =
                UserCode.call(id(), "its condition", () -> place.node().until().test(value));
        return () -> {
            int done = roundEnded();
            if (over) {
                place.end(own.completed(value, inner()));
            } else if (done < place.node().max()) {
                round(value);
            } else {
                place.end(own.failed(exhausted(), value, inner()));
            }
        };
    }

    private synchronized int roundEnded() {
        if (round != null) {
            past.addAll(round.nodes());
            round = null;
        }
        return number;
    }

    private StepException exhausted() {
        int rounds = place.node().max();
        return new StepException.RoundsExhausted(
                "loop '" + id() + "': after " + rounds + (rounds == 1 ? " round" : " rounds")
                        + ", the most it may have, its condition does not hold; raise the rounds, mend the body or the"
                        + " condition, or go on with the last value by onFailure(CONTINUE)",
                rounds);
    }

    @Override
    public void unmade() {
        place.end(own.unmade(inner()));
    }

    @Override
    public void failed(StepException error) {
        place.end(own.failed(error, null, inner()));
    }

    @Override
    public NodeOutcome soFar() {
        return own.soFar(inner());
    }

    /** What became of the nodes of all rounds so far. */
    private synchronized List<NodeOutcome> inner() {
        List<NodeOutcome> all = new ArrayList<>(past);
        if (round != null) {
            all.addAll(round.nodes());
        }
        return all;
    }
}
