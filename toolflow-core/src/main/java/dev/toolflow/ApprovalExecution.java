package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.List;

/**
 * A question to a person at work: asked when its turn has come, ended when it is decided. Thread-safe.
 *
 * @param <T> what is to be decided on
 * @param <A> what the answer is
 */
final class ApprovalExecution<T, A> implements NodeExecution {
    private final NodePlace<FlowNode.Approve<T, A>> place;
    private final ShapeResult<A> own;

    ApprovalExecution(NodePlace<FlowNode.Approve<T, A>> place) {
        this.place = place;
        this.own = new ShapeResult<>(place.work(), place.id(), place.node().step());
    }

    @Override
    public Runnable begin() {
        if (own.settled().isPresent()) {
            NodeOutcome before = NodeOutcome.of(own.settled().get());
            return () -> place.end(before);
        }
        own.begins();
        try {
            T about = place.valueOf(place.node().about(), "the mapping of what is to be decided on");
            return () -> ask(about);
        } catch (StepException e) {
            return () -> place.end(own.failed(e, null, List.of()));
        }
    }

    private void ask(T about) {
        Class<A> type = place.node().step().definition().outputType();
        Approval approval = new Approval(place.id(), about, type);
        if (!place.state().memory().waited(place.id())) {
            place.state().journal().approvalRequested(place.id());
        }
        place.state().activity().ask(approval, answer -> decided(type.cast(answer)));
        place.work().scope().onHalt(this::withdraw);
    }

    /** Something else failed for which nothing new starts: then there is nothing to decide. */
    private void withdraw() {
        if (place.state().activity().withdraw(place.id())) {
            place.onWorker(() -> () -> place.end(own.unmade(List.of())), () -> own.unmade(List.of()));
        }
    }

    private void decided(A answer) {
        place.state().journal().decided(place.id());
        place.onWorker(() -> () -> place.end(own.completed(answer, List.of())), () -> own.unmade(List.of()));
    }

    @Override
    public NodeOutcome soFar() {
        return own.soFar(List.of());
    }
}
