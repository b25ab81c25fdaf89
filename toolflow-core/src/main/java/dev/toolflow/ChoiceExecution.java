package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A choice at work: asks its condition, then does one of the branches, whose steps have the ids of the flow around them.
 * Thread-safe.
 *
 * @param <O> what the branches make
 */
final class ChoiceExecution<O> implements NodeExecution, BodyExecution.Pass<O> {
    private final NodePlace<FlowNode.Choose<O>> place;
    private final ShapeResult<O> own;
    private volatile boolean first;
    private volatile @Nullable BodyExecution<O> taken;

    ChoiceExecution(NodePlace<FlowNode.Choose<O>> place) {
        this.place = place;
        this.own = new ShapeResult<>(place.work(), place.id(), place.node().step());
    }

    @Override
    public Runnable begin() {
        try {
            first = place.valueOf(place.node().when(), "the mapping of its condition");
        } catch (StepException e) {
            return () -> failed(e);
        }
        return this::take;
    }

    private void take() {
        FlowBody<O> body = first ? place.node().then() : place.node().otherwise();
        FrameExecution outer = place.frame();
        BodyExecution<O> branch = new BodyExecution<>(
                place.work(),
                new FrameExecution.Frame(
                        outer.prefix(), body.graph(), outer.values().within(body.graph(), null), outer),
                body,
                this);
        taken = branch;
        branch.begin();
    }

    @Override
    public String id() {
        return place.id();
    }

    @Override
    public Runnable made(O value) {
        return () -> place.end(outcome(value));
    }

    @Override
    public void unmade() {
        place.end(outcome(null));
    }

    @Override
    public void failed(StepException error) {
        own.begins();
        place.end(own.failed(error, null, List.of(outcome(null))));
    }

    @Override
    public NodeOutcome soFar() {
        return outcome(null);
    }

    /** The results of both branches in the order of the definition; only the taken one counts. */
    private NodeOutcome outcome(@Nullable O value) {
        BodyExecution<O> branch = taken;
        List<NodeOutcome> done = branch == null ? notBegun(place.node().then()) : branch.nodes();
        List<NodeOutcome> other = notBegun(
                branch == null || first
                        ? place.node().otherwise()
                        : place.node().then());
        List<StepOutcome<?>> steps = new ArrayList<>();
        (branch == null || first ? done : other).forEach(node -> steps.addAll(node.steps()));
        (branch == null || first ? other : done).forEach(node -> steps.addAll(node.steps()));
        return new NodeOutcome(steps, value, value != null && done.stream().allMatch(NodeOutcome::completed));
    }

    private List<NodeOutcome> notBegun(FlowBody<O> body) {
        return place.state().memory().notBegun(place.frame().prefix(), body.graph());
    }
}
