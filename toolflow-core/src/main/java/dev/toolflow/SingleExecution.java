package dev.toolflow;

/** A step that is done once. */
record SingleExecution<I, O>(NodePlace<FlowNode.Single<I, O>> place) implements NodeExecution {

    @Override
    public Runnable begin() {
        FrameExecution frame = place.frame();
        FlowNode.Single<I, O> node = place.node();
        StepOutcome<O> outcome = new StepExecution<>(
                        place.work().engine(), new StepContext(place.id(), place.work()), node.step())
                .run(() -> Evaluation.of(node.from(), frame.values()), () -> frame.included(node.included()));
        return () -> place.end(NodeOutcome.of(outcome));
    }

    @Override
    public NodeOutcome soFar() {
        return place.state().memory().notBegun(place.frame().prefix(), place.node());
    }
}
