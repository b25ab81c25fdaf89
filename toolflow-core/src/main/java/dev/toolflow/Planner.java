package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.function.Supplier;

/** Walks a flow without running it, and adds up what its steps take at worst. For one thread. */
final class Planner {
    /** What a picture is taken to measure where a judge is to see it and its size is left to the model. */
    private static final int SIDE = 1_536;

    private static final long PICTURE_AS_TEXT = 300;

    private final EngineParts engine;
    private final FlowGraph graph;
    private final RunValues values;
    private final List<PlannedStep> steps = new ArrayList<>();

    private Planner(EngineParts engine, FlowGraph graph, Object input) {
        this.engine = engine;
        this.graph = graph;
        this.values = new RunValues(graph.nodes().size(), input);
    }

    static FlowPlan plan(EngineParts engine, ToolFlow<?, ?> flow, Object input) {
        Planner planner = new Planner(engine, flow.graph(), input);
        flow.graph().nodes().forEach(planner::node);
        return new FlowPlan(flow, planner.steps);
    }

    private void node(FlowNode<?, ?> node) {
        if (node instanceof FlowNode.Each<?, ?> each) {
            each(each);
        } else if (node instanceof FlowNode.Single<?, ?> single) {
            single(single);
        }
    }

    private <I, O> void single(FlowNode.Single<I, O> node) {
        String id = node.step().id();
        Found found = new Found(OptionalLong.of(1));
        long more = answersOf(FlowGraph.slotsOf(node.included()), "its included results are", found);
        SortedSet<Integer> makers = FlowGraph.slotsOf(List.of(node.from()));
        WorstCase<I> worst = new WorstCase<>(engine, id, node.step());
        if (isLocal(node.step())) {
            add(id, node.step(), found);
        } else if (makers.isEmpty()) {
            found.add(() -> worst.of(
                    UserCode.call(id, "the mapping of its input", () -> Evaluation.of(node.from(), values)),
                    includedInput(node),
                    more));
            add(id, node.step(), found);
        } else {
            long made = more + answersOf(makers, "its input is", found);
            found.add(() -> worst.ofUnknown(made, List.of()));
            add(id, node.step(), found);
        }
    }

    private List<ToolInput.Included> includedInput(FlowNode<?, ?> node) {
        return node.included().stream()
                .filter(source -> source.slot() == FlowBuilder.INPUT_SLOT)
                .map(source -> new ToolInput.Included(
                        FlowBuilder.INPUT_ID, ResultJson.tree(values.input()).toString(), List.of()))
                .toList();
    }

    private <I, O> void each(FlowNode.Each<I, O> node) {
        String id = node.step().id();
        SortedSet<Integer> makers = FlowGraph.slotsOf(List.of(node.from()));
        WorstCase<I> worst = new WorstCase<>(engine, id, node.step());
        if (!makers.isEmpty()) {
            Found found = new Found(OptionalLong.empty());
            found.unknown.add("how many items it has, since they are made by " + names(makers));
            long made = answersOf(makers, "its items are", found);
            if (!isLocal(node.step())) {
                found.add(() -> worst.ofUnknown(made, List.of()));
            }
            add(id + "[*]", node.step(), found);
            return;
        }
        try {
            List<? extends I> items =
                    UserCode.call(id, "the mapping of its items", () -> Evaluation.of(node.from(), values));
            Found found = new Found(OptionalLong.of(items.size()));
            if (!isLocal(node.step())) {
                items.forEach(item -> found.add(() -> worst.of(item, List.of(), 0)));
            }
            add(id + "[*]", node.step(), found);
        } catch (StepException e) {
            Found found = new Found(OptionalLong.empty());
            found.unknown.add(String.valueOf(e.getMessage()));
            add(id + "[*]", node.step(), found);
        }
    }

    private static boolean isLocal(ToolCallStep<?, ?> step) {
        return step.definition().tool().isEmpty();
    }

    /** How long the answers of these nodes may be, in tokens. */
    private long answersOf(SortedSet<Integer> makers, String whose, Found found) {
        long tokens = 0;
        List<String> unknown = new ArrayList<>();
        for (int slot : makers) {
            ToolCallStep<?, ?> maker = graph.node(slot).step();
            if (isLocal(maker) || graph.node(slot) instanceof FlowNode.Each) {
                unknown.add(maker.id());
            } else {
                tokens += answerOf(maker);
            }
        }
        if (!unknown.isEmpty()) {
            found.unknown.add("how long it is what " + String.join(", ", unknown) + " makes of it");
        }
        if (tokens > 0) {
            found.assumed.add(whose + " made by " + names(makers) + " and no longer than " + tokens + " tokens");
        }
        return tokens;
    }

    private static long answerOf(ToolCallStep<?, ?> step) {
        return step.definition() instanceof ChatStepDefinition
                ? step.calling().options().maxTokens()
                : PICTURE_AS_TEXT;
    }

    private String names(SortedSet<Integer> slots) {
        return String.join(
                ", ", slots.stream().map(slot -> graph.node(slot).step().id()).toList());
    }

    private void add(String id, ToolCallStep<?, ?> step, Found found) {
        boolean local = isLocal(step);
        steps.add(new PlannedStep(
                id,
                step.definition().name(),
                local ? "" : engine.images().modelOf(step),
                found.times,
                found.worst.most(),
                found.assumed,
                found.allUnknown()));
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            audit(StepContext.auditId(id, audit.name()), audit.step(), step, found);
        }
    }

    /** An audit is asked about each output at worst: of every attempt, of every candidate. */
    private <I> void audit(String id, ToolCallStep<I, ?> audit, ToolCallStep<?, ?> judged, Found parent) {
        boolean local = isLocal(judged);
        long outputs = local ? 1 : (judged.maxRetries() + 1L) * judged.judging().candidates();
        Found found = new Found(
                parent.times.isPresent() ? OptionalLong.of(parent.times.getAsLong() * outputs) : OptionalLong.empty());
        boolean pictures = !local && !(judged.definition() instanceof ChatStepDefinition);
        int seen = pictures ? pictures(parent, judged) : 0;
        found.assumed.add(
                pictures
                        ? "it sees " + seen + (seen == 1 ? " picture" : " pictures") + " of up to " + SIDE + "x" + SIDE
                        : "what it is asked about is no longer than " + answerOf(judged) + " tokens");
        GeneratedImage picture = new GeneratedImage("0".repeat(64), "image/png", SIDE, SIDE, 1, null);
        WorstCase.Worst once =
                new WorstCase<>(engine, id, audit).ofUnknown(answerOf(judged), Collections.nCopies(seen, picture));
        found.add(() -> new WorstCase.Worst(
                once.most().times(found.times.isPresent() ? found.times.getAsLong() : outputs), once.unknown()));
        add(id, audit, found);
    }

    private static int pictures(Found parent, ToolCallStep<?, ?> judged) {
        Spending most = parent.worst.most();
        return judged.judging().candidates() > 1 || most.calls() == 0
                ? 1
                : (int) Math.max(1, (most.images() + most.calls() - 1) / most.calls());
    }

    /** What was found out about one step. */
    private static final class Found {
        private final OptionalLong times;
        private final List<String> assumed = new ArrayList<>();
        private final List<String> unknown = new ArrayList<>();
        private WorstCase.Worst worst = WorstCase.Worst.NOTHING;

        Found(OptionalLong times) {
            this.times = times;
        }

        /** A step that would fail on its input takes nothing, and says why. */
        void add(Supplier<WorstCase.Worst> more) {
            try {
                worst = worst.plus(more.get());
            } catch (StepException e) {
                unknown.add("it would fail: " + e.getMessage());
            }
        }

        List<String> allUnknown() {
            List<String> all = new ArrayList<>(unknown);
            all.addAll(worst.unknown());
            return all;
        }
    }
}
