package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a flow: starts each node when those before it have ended. No thread waits for a step; whoever ends a node
 * starts what became ready. Thread-safe.
 */
final class RunExecution {
    private final EngineParts engine;
    private final FlowGraph graph;
    private final RunState state;
    private final RunScope scope;
    private final RunJournal journal;
    private final RunValues values;
    private final Consumer<List<NodeOutcome>> finished;
    private final Executor aside;

    private final int[] waitsFor;
    private final @Nullable NodeOutcome[] outcomes;
    private int running;
    private boolean ended;

    RunExecution(EngineParts engine, FlowGraph graph, RunState state, Consumer<List<NodeOutcome>> finished) {
        this.engine = engine;
        this.graph = graph;
        this.state = state;
        this.scope = state.scope();
        this.journal = state.journal();
        this.values = state.values();
        this.finished = finished;
        this.aside = new OneByOne(engine.aside());
        this.waitsFor = graph.before().stream().mapToInt(Set::size).toArray();
        this.outcomes = new NodeOutcome[graph.nodes().size()];
    }

    void begin() {
        List<FlowNode<?, ?>> ready = new ArrayList<>();
        synchronized (this) {
            for (FlowNode<?, ?> node : graph.nodes()) {
                if (waitsFor[node.slot()] == 0) {
                    ready.add(node);
                }
            }
            running = ready.size();
        }
        ready.forEach(this::launch);
        finishIfOver();
    }

    private void launch(FlowNode<?, ?> node) {
        Runnable skip = () -> end(node, state.memory().notBegun(node));
        if (node instanceof FlowNode.Single<?, ?> single) {
            onWorker(() -> runSingle(single), skip);
        } else if (node instanceof FlowNode.Each<?, ?> each) {
            onWorker(() -> runEach(each), skip);
        }
    }

    private <I, O> Runnable runSingle(FlowNode.Single<I, O> node) {
        StepOutcome<O> outcome =
                runStep(node.step().id(), node.step(), () -> Evaluation.of(node.from(), values), () -> included(node));
        return () -> end(node, NodeOutcome.of(outcome));
    }

    private <I, O> Runnable runEach(FlowNode.Each<I, O> node) {
        ToolCallStep<I, O> step = node.step();
        try {
            List<? extends I> items =
                    UserCode.call(step.id(), "the mapping of its items", () -> Evaluation.of(node.from(), values));
            EachExecution<I, O> each = UserCode.call(
                    step.id(),
                    "its list of items",
                    () -> new EachExecution<>(node, items, state.memory(), outcome -> end(node, outcome)));
            return () -> each.begin(itemStarter(node, each));
        } catch (StepException e) {
            StepResult<O> failed = new StepResult<>(step.id(), step.definition(), StepStatus.FAILED, List.of(), e);
            journal.stepStarted(step.id(), step);
            if (step.onFailure() == OnFailure.STOP) {
                scope.halt(e);
            }
            journal.stepFinished(failed);
            return () -> end(node, NodeOutcome.of(StepOutcome.alone(failed)));
        }
    }

    private <I, O> IntConsumer itemStarter(FlowNode.Each<I, O> node, EachExecution<I, O> each) {
        return new IntConsumer() {
            @Override
            public void accept(int index) {
                onWorker(() -> run(index), () -> ended(index, each.skipped(index)));
            }

            private Runnable run(int index) {
                StepOutcome<O> outcome = runStep(each.id(index), node.step(), () -> each.item(index), List::of);
                return () -> ended(index, outcome);
            }

            private void ended(int index, StepOutcome<O> outcome) {
                each.ended(index, outcome, !scope.mayStart(), this);
            }
        };
    }

    private <I, O> StepOutcome<O> runStep(
            String id,
            ToolCallStep<I, O> step,
            Supplier<? extends I> input,
            Supplier<List<ToolInput.Included>> included) {
        return new StepExecution<>(engine, new StepContext(id, state), step).run(input, included);
    }

    /** Does the work on a worker, woken when the run is stopped, then what the work says comes next, which is not woken. */
    private void onWorker(Supplier<Runnable> work, Runnable skip) {
        String tenant = state.options().tenant().orElse("");
        Turn turn = new Turn(scope, queued -> engine.workers().execute(tenant, queued), aside);
        turn.take(() -> scope.mayStart() ? engine.working(() -> scope.interruptibly(work)) : skip, skip);
    }

    private List<ToolInput.Included> included(FlowNode<?, ?> node) {
        return node.included().stream().map(this::included).toList();
    }

    private ToolInput.Included included(Ref.Source<?> source) {
        if (source.slot() == FlowBuilder.INPUT_SLOT) {
            return new ToolInput.Included(
                    FlowBuilder.INPUT_ID, ResultJson.tree(values.get(source)).toString(), List.of());
        }
        FlowNode<?, ?> node = graph.node(source.slot());
        String json = ResultJson.tree(values.get(source)).toString();
        NodeOutcome outcome = outcomeOf(source.slot());
        return new ToolInput.Included(
                node.step().id(),
                json,
                Issue.atLeast(
                        node.step().judging().severityFilter(),
                        outcome.own().stream()
                                .flatMap(result -> result.issues().stream())
                                .toList()));
    }

    private synchronized NodeOutcome outcomeOf(int slot) {
        NodeOutcome outcome = outcomes[slot - 1];
        if (outcome == null) {
            throw new IllegalStateException("node " + slot + " has not ended");
        }
        return outcome;
    }

    private void end(FlowNode<?, ?> node, NodeOutcome outcome) {
        List<FlowNode<?, ?>> ready;
        synchronized (this) {
            running--;
            ready = record(node, outcome);
            running += ready.size();
        }
        ready.forEach(this::launch);
        finishIfOver();
    }

    /** Keeps the outcome, skips what can no longer begin, and returns what now can. */
    private List<FlowNode<?, ?>> record(FlowNode<?, ?> node, NodeOutcome outcome) {
        keep(node, outcome);
        if (!outcome.completed() && node.step().onFailure() == OnFailure.STOP) {
            scope.halt(null);
        }
        List<FlowNode<?, ?>> ready = new ArrayList<>();
        Deque<Integer> ends = new ArrayDeque<>(List.of(node.slot()));
        while (!ends.isEmpty()) {
            for (int dependant : graph.dependants().get(ends.pop())) {
                waitsFor[dependant]--;
                if (waitsFor[dependant] > 0 || !scope.mayStart()) {
                    continue;
                }
                FlowNode<?, ?> next = graph.node(dependant);
                if (graph.before().get(dependant).stream().allMatch(values::has)) {
                    ready.add(next);
                } else {
                    keep(next, state.memory().notBegun(next));
                    ends.push(dependant);
                }
            }
        }
        return ready;
    }

    private void keep(FlowNode<?, ?> node, NodeOutcome outcome) {
        outcomes[node.slot() - 1] = outcome;
        Object value = outcome.value();
        if (value != null) {
            values.set(node.slot(), value);
        }
    }

    private void finishIfOver() {
        List<NodeOutcome> all = new ArrayList<>();
        synchronized (this) {
            if (running > 0 || ended) {
                return;
            }
            ended = true;
            for (FlowNode<?, ?> node : graph.nodes()) {
                NodeOutcome outcome = outcomes[node.slot() - 1];
                all.add(outcome == null ? state.memory().notBegun(node) : outcome);
            }
        }
        finished.accept(all);
    }
}
