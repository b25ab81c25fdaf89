package dev.toolflow;

import dev.toolflow.step.StepException;
import dev.toolflow.tool.ToolInput;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Walks a flow without running it, and finds out what its steps take at worst. For one thread. */
final class Planner {
    private final EngineParts engine;
    private final PlanInputs inputs = new PlanInputs();

    private Planner(EngineParts engine) {
        this.engine = engine;
    }

    static FlowPlan plan(EngineParts engine, ToolFlow<?, ?> flow, Object input) {
        Planner planner = new Planner(engine);
        FlowGraph graph = flow.graph();
        return new FlowPlan(
                flow, planner.walk(graph, new PlanPlace("", OptionalLong.of(1), RunValues.of(graph, input))));
    }

    private PlannedPart walk(FlowGraph graph, PlanPlace place) {
        inputs.enter(graph);
        return graph.nodes().stream().map(node -> node(node, place)).reduce(PlannedPart.NOTHING, PlannedPart::then);
    }

    private PlannedPart node(FlowNode<?, ?> node, PlanPlace place) {
        if (node instanceof FlowNode.Single<?, ?> single) {
            return single(single, place);
        } else if (node instanceof FlowNode.Each<?, ?> each) {
            return each(each, place);
        } else if (node instanceof FlowNode.Choose<?> choose) {
            return choose(choose, place);
        } else if (node instanceof FlowNode.Repeat<?> repeat) {
            return repeat(repeat, place);
        } else if (node instanceof FlowNode.Subflow<?, ?> subflow) {
            return subflow(subflow, place);
        } else if (node instanceof FlowNode.EachFlow<?, ?> each) {
            return eachFlow(each, place);
        }
        return PlannedCalls.of(engine, place.path(node.id()), node.step())
                .assuming("a person is asked")
                .rows(place);
    }

    private <I, O> PlannedPart single(FlowNode.Single<I, O> node, PlanPlace place) {
        PlannedCalls<I, O> calls = PlannedCalls.of(engine, place.path(node.id()), node.step());
        List<Ref.Source<?>> from = FlowGraph.sourcesOf(List.of(node.from()));
        boolean isKnown = place.values().hasAll(from);
        PlanInputs.Made included = calls.given(
                "its included results are",
                inputs.made(
                        node.included().stream()
                                .filter(source -> !isKnown || !place.values().hasAll(List.of(source)))
                                .toList(),
                        place.values()));
        if (isKnown) {
            calls.known(() -> place.value(calls.id(), node.from()), known(node, place), included.tokens());
        } else {
            PlanInputs.Made made = calls.given("its input is", inputs.made(from, place.values()));
            calls.unknown(Saturated.sum(made.tokens(), included.tokens()), made.pictures());
        }
        inputs.draws(node, calls.drawn());
        return calls.rows(place);
    }

    private static List<ToolInput.Included> known(FlowNode.Single<?, ?> node, PlanPlace place) {
        return node.included().stream()
                .filter(source -> place.values().hasAll(List.of(source)))
                .map(source -> new ToolInput.Included(
                        source.id(), ResultJson.tree(place.values().get(source)).toString(), List.of()))
                .toList();
    }

    private <I, O> PlannedPart each(FlowNode.Each<I, O> node, PlanPlace place) {
        PlannedCalls<I, O> calls = PlannedCalls.of(engine, place.path(node.id()) + "[*]", node.step());
        Items<I> items = items(calls.id(), node.from(), place);
        if (items.known()) {
            items.list().forEach(item -> calls.known(() -> item, List.of(), 0));
            return calls.rows(place.times(items.list().size()), place);
        }
        calls.unsure(items.why());
        PlanInputs.Made made =
                calls.given("its items are", inputs.made(FlowGraph.sourcesOf(List.of(node.from())), place.values()));
        calls.unknown(made.tokens(), made.pictures());
        return calls.rows(place.timesUnknown());
    }

    /** The items of a list, or why they are not known. */
    private record Items<I>(List<? extends I> list, String why) {
        boolean known() {
            return why.isEmpty();
        }
    }

    private <I> Items<I> items(String id, Ref<? extends List<? extends I>> from, PlanPlace place) {
        List<Ref.Source<?>> sources = FlowGraph.sourcesOf(List.of(from));
        if (!place.values().hasAll(sources)) {
            PlanInputs.Made made = inputs.made(sources, place.values());
            String makers = String.join(
                    ", ",
                    Stream.concat(made.bounded().stream(), made.unbounded().stream())
                            .toList());
            return new Items<>(List.of(), "how many items it has, since they are made by " + makers);
        }
        try {
            List<? extends I> list = place.value(id, from);
            return new Items<>(UserCode.call(id, "its list of items", () -> EachExecution.complete(id, list)), "");
        } catch (StepException e) {
            return new Items<>(List.of(), "it would fail: " + e.getMessage());
        }
    }

    private PlannedPart choose(FlowNode.Choose<?> node, PlanPlace place) {
        PlannedPart then = body(node, 0, place.values(), place);
        PlannedPart otherwise = body(node, 1, place.values(), place);
        Optional<Boolean> taken = known(node.id(), node.when(), place);
        PlannedCalls<?, ?> own = PlannedCalls.of(engine, place.path(node.id()), node.step());
        if (taken.isEmpty()) {
            own.assuming(
                    "one of its branches is taken: the total has of each count, and of the money, that of the branch"
                            + " that takes more of it");
            return own.rows(place).then(then.or(otherwise));
        }
        String why = "not counted: the other branch is taken for this input";
        return own.rows(place)
                .then(taken.get() ? then : then.notCounted(why))
                .then(taken.get() ? otherwise.notCounted(why) : otherwise);
    }

    private PlannedPart repeat(FlowNode.Repeat<?> node, PlanPlace place) {
        FlowGraph body = node.body().graph();
        inputs.give(body, List.of(node.first(), node.body().output()));
        return PlannedCalls.of(engine, place.path(node.id()), node.step())
                .assuming("all its rounds are made, " + node.max())
                .rows(place)
                .then(body(node, 0, place.values().within(body, null), place.repeated(node.max())));
    }

    private <I> PlannedPart subflow(FlowNode.Subflow<I, ?> node, PlanPlace place) {
        FlowGraph body = node.flow().graph();
        inputs.give(body, List.of(node.from()));
        Object input = known(node.id(), node.from(), place).orElse(null);
        return PlannedCalls.of(engine, place.path(node.id()), node.step())
                .rows(place)
                .then(body(node, 0, place.values().within(body, input), place));
    }

    private <I> PlannedPart eachFlow(FlowNode.EachFlow<I, ?> node, PlanPlace place) {
        FlowGraph body = node.flow().graph();
        inputs.give(body, List.of(node.from()));
        var calls = PlannedCalls.of(engine, place.path(node.id()) + "[*]", node.step());
        Items<I> items = items(calls.id(), node.from(), place);
        if (!items.known()) {
            calls.unsure(items.why());
            PlanPlace unknown = place.timesUnknown();
            return calls.rows(unknown).then(body(node, 0, place.values().within(body, null), unknown));
        }
        PlannedPart sum = PlannedPart.NOTHING;
        for (I item : items.list()) {
            sum = sum.together(body(node, 0, place.values().within(body, item), place));
        }
        return calls.rows(place.times(items.list().size()), place).then(sum);
    }

    /** A value, where it is known already; what cannot be worked out is not. */
    private static <T> Optional<T> known(String id, Ref<T> ref, PlanPlace place) {
        if (!place.values().hasAll(FlowGraph.sourcesOf(List.of(ref)))) {
            return Optional.empty();
        }
        try {
            return Optional.of(place.value(place.path(id), ref));
        } catch (StepException e) {
            // The mapping throws: in a run it would too, and say so.
            return Optional.empty();
        }
    }

    private PlannedPart body(FlowNode<?, ?> node, int part, RunValues values, PlanPlace place) {
        FlowNode.Part inner = node.inner().get(part);
        return walk(inner.body().graph(), place.within(inner.prefix(), values));
    }
}
