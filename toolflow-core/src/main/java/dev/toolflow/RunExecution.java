package dev.toolflow;

import java.util.List;
import java.util.function.Consumer;

/** One run of a flow: its graph at work, until nothing is under way any more. Thread-safe. */
final class RunExecution {
    private final RunActivity activity;
    private final FrameExecution frame;
    private final Consumer<List<NodeOutcome>> finished;

    RunExecution(EngineParts engine, FlowGraph graph, RunState state, Consumer<List<NodeOutcome>> finished) {
        this.activity = state.activity();
        this.frame = new FrameExecution(
                RunWork.of(engine, state), new FrameExecution.Frame("", graph, state.values(), null), () -> {});
        this.finished = finished;
    }

    void begin() {
        activity.during(
                frame::begin,
                () -> finished.accept(frame.outcomes()),
                frame.work().aside());
    }
}
