package dev.toolflow;

import dev.toolflow.step.StepException;
import java.util.function.Supplier;

/**
 * Where a node works: in which graph, and there as what.
 *
 * @param frame the graph at work
 * @param node the node
 * @param <N> its kind
 */
record NodePlace<N extends FlowNode<?, ?>>(FrameExecution frame, N node) {

    /** Its id path. */
    String id() {
        return frame.prefix() + node.id();
    }

    RunWork work() {
        return frame.work();
    }

    RunState state() {
        return frame.work().state();
    }

    /** @throws StepException when the flow's code throws */
    <T> T valueOf(Ref<T> ref, String what) {
        return UserCode.call(id(), what, () -> Evaluation.of(ref, frame.values()));
    }

    /** Does a part of its work on a worker; when the run is stopped before, the node ends as it is. */
    void onWorker(Supplier<Runnable> work, Supplier<NodeOutcome> stopped) {
        work().onWorker(work, () -> end(stopped.get()));
    }

    void end(NodeOutcome outcome) {
        frame.end(node, outcome);
    }
}
