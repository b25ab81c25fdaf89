package dev.toolflow;

import dev.toolflow.tool.ToolInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One graph at work in one run: the flow itself, a branch, a round of a loop or a subflow. Starts each node when those before
 * it have ended. No thread waits for a node; whoever ends one starts what became ready. Thread-safe.
 */
final class FrameExecution {
    private final RunWork work;
    private final Frame frame;
    private final Runnable whenEnded;

    private final int[] waitsFor;
    private final @Nullable NodeOutcome[] outcomes;
    private final @Nullable NodeExecution[] begun;
    private int running;
    private boolean ended;

    /**
     * A graph and where it stands.
     *
     * @param prefix of the ids of its nodes
     * @param graph the nodes
     * @param values what they have
     * @param outer the graph around it, null for that of the run
     */
    record Frame(
            String prefix,
            FlowGraph graph,
            RunValues values,
            @Nullable FrameExecution outer) {}

    FrameExecution(RunWork work, Frame frame, Runnable whenEnded) {
        this.work = work;
        this.frame = frame;
        this.whenEnded = whenEnded;
        this.waitsFor = new int[frame.graph().before().size()];
        Arrays.setAll(waitsFor, slot -> frame.graph().before().get(slot).size());
        this.outcomes = new NodeOutcome[frame.graph().nodes().size()];
        this.begun = new NodeExecution[outcomes.length];
    }

    RunWork work() {
        return work;
    }

    String prefix() {
        return frame.prefix();
    }

    RunValues values() {
        return frame.values();
    }

    void begin() {
        goOn(free -> {
            for (FlowNode<?, ?> node : frame.graph().nodes()) {
                if (waitsFor[node.slot()] == 0) {
                    free.add(node);
                }
            }
        });
    }

    void end(FlowNode<?, ?> node, NodeOutcome outcome) {
        goOn(free -> {
            running--;
            keep(node, outcome, free);
        });
    }

    /** Starts what waits for nothing any more, or ends. */
    private void goOn(Consumer<Deque<FlowNode<?, ?>>> release) {
        List<FlowNode<?, ?>> ready;
        synchronized (this) {
            Deque<FlowNode<?, ?>> free = new ArrayDeque<>();
            release.accept(free);
            ready = ready(free);
            running += ready.size();
        }
        ready.forEach(this::launch);
        endIfOver();
    }

    /** Of what waits for nothing any more, what has all that it needs; the rest is skipped, and so on behind it. */
    private List<FlowNode<?, ?>> ready(Deque<FlowNode<?, ?>> free) {
        List<FlowNode<?, ?>> ready = new ArrayList<>();
        while (!free.isEmpty() && work.scope().mayStart()) {
            FlowNode<?, ?> node = free.poll();
            if (frame.values().hasAll(frame.graph().needs(node))) {
                ready.add(node);
            } else {
                keep(node, notBegun(node), free);
            }
        }
        return ready;
    }

    private void keep(FlowNode<?, ?> node, NodeOutcome outcome, Deque<FlowNode<?, ?>> free) {
        outcomes[node.slot() - 1] = outcome;
        Object value = outcome.value();
        if (value != null) {
            frame.values().set(node.slot(), value);
        }
        for (int dependant : frame.graph().dependants().get(node.slot())) {
            if (--waitsFor[dependant] == 0) {
                free.add(frame.graph().node(dependant));
            }
        }
    }

    private void launch(FlowNode<?, ?> node) {
        NodeExecution execution = NodeKinds.execution(this, node);
        synchronized (this) {
            begun[node.slot() - 1] = execution;
        }
        work.onWorker(execution::begin, () -> end(node, notBegun(node)));
    }

    private NodeOutcome notBegun(FlowNode<?, ?> node) {
        return work.state().memory().notBegun(frame.prefix(), node);
    }

    private void endIfOver() {
        synchronized (this) {
            if (running > 0 || ended) {
                return;
            }
            ended = true;
        }
        whenEnded.run();
    }

    /** What became of all nodes so far. */
    synchronized List<NodeOutcome> outcomes() {
        List<NodeOutcome> all = new ArrayList<>();
        for (FlowNode<?, ?> node : frame.graph().nodes()) {
            NodeOutcome outcome = outcomes[node.slot() - 1];
            NodeExecution execution = begun[node.slot() - 1];
            if (outcome != null) {
                all.add(outcome);
            } else {
                all.add(execution == null ? notBegun(node) : execution.soFar());
            }
        }
        return all;
    }

    /** What a model is told of values of this graph or of one around it. */
    List<ToolInput.Included> included(List<? extends Ref.Source<?>> sources) {
        List<ToolInput.Included> included = new ArrayList<>(sources.size());
        sources.forEach(source -> included.add(included(source)));
        return included;
    }

    private ToolInput.Included included(Ref.Source<?> source) {
        FrameExecution outer = frame.outer();
        if (source.draft() != frame.graph().owner() && outer != null) {
            return outer.included(source);
        }
        String json = ResultJson.tree(frame.values().get(source)).toString();
        if (source.slot() == FlowBuilder.INPUT_SLOT) {
            return new ToolInput.Included(source.id(), json, List.of());
        }
        FlowNode<?, ?> node = frame.graph().node(source.slot());
        return new ToolInput.Included(node.id(), json, outcomeOf(node).issues(node));
    }

    private synchronized NodeOutcome outcomeOf(FlowNode<?, ?> node) {
        NodeOutcome outcome = outcomes[node.slot() - 1];
        if (outcome == null) {
            throw new IllegalStateException("node " + node.id() + " has not ended");
        }
        return outcome;
    }
}
