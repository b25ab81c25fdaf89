package dev.toolflow;

import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The results of the run that another goes on from, in the order of the flow's definition. Written before it begins, then only read. */
final class EarlierResults {
    private final NavigableMap<String, Kept> kept = new TreeMap<>();

    /** A result, and its place among them. */
    private record Kept(int place, StepResult<?> result) {}

    void add(StepResult<?> result) {
        kept.put(result.id(), new Kept(kept.size(), result));
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** All of them, in order. */
    List<StepResult<?>> all() {
        return inOrder(kept.values());
    }

    Optional<StepResult<?>> find(String id) {
        return Optional.ofNullable(kept.get(id)).map(Kept::result);
    }

    /** The results of a step's audit steps. */
    List<StepResult<?>> audits(String id) {
        return startingWith(id + StepContext.AUDIT);
    }

    /** How a step ended that does not begin in this run: as it did before, or not at all. */
    <O> StepOutcome<O> notBegun(String id, StepDefinition<?, O> definition) {
        StepResult<O> skipped = new StepResult<>(id, definition, StepStatus.SKIPPED, List.of(), null);
        return new StepOutcome<>(of(id, definition).orElse(skipped), audits(id));
    }

    /** The same for a node, with all that it had within: items, rounds, steps. */
    NodeOutcome notBegun(String prefix, FlowNode<?, ?> node) {
        String id = prefix + node.id();
        NodeOutcome own = new NodeOutcome(List.of(notBegun(id, node.step().definition())), null, false);
        if (node instanceof FlowNode.Choose<?> choice) {
            return new NodeOutcome(List.of(), null, false)
                    .around(notBegun(prefix, choice.then().graph()))
                    .around(notBegun(prefix, choice.otherwise().graph()));
        } else if (node instanceof FlowNode.Subflow<?, ?> sub) {
            return own.around(notBegun(id + "/", sub.flow().graph()));
        } else if (node instanceof FlowNode.Repeat) {
            return own.around(List.of(stepsStartingWith(id + "#")));
        }
        NodeOutcome items = stepsStartingWith(id + "[");
        return items.steps().isEmpty() ? own : items;
    }

    /** The same for all nodes of a graph. */
    List<NodeOutcome> notBegun(String prefix, FlowGraph graph) {
        return graph.nodes().stream().map(node -> notBegun(prefix, node)).toList();
    }

    private NodeOutcome stepsStartingWith(String prefix) {
        List<StepOutcome<?>> all = startingWith(prefix).stream()
                .filter(result -> !result.id().contains(StepContext.AUDIT))
                .<StepOutcome<?>>map(result -> new StepOutcome<>(result, audits(result.id())))
                .toList();
        return new NodeOutcome(all, null, false);
    }

    private List<StepResult<?>> startingWith(String prefix) {
        if (kept.isEmpty()) {
            return List.of();
        }
        return inOrder(
                kept.subMap(prefix, true, prefix + Character.MAX_VALUE, false).values());
    }

    private static List<StepResult<?>> inOrder(Collection<Kept> kept) {
        return kept.isEmpty()
                ? List.of()
                : kept.stream()
                        .sorted(Comparator.comparingInt(Kept::place))
                        .<StepResult<?>>map(Kept::result)
                        .toList();
    }

    /** The result of this very definition, so that its output has the type. */
    @SuppressWarnings("unchecked")
    <O> Optional<StepResult<O>> of(String id, StepDefinition<?, O> definition) {
        return find(id).filter(result -> result.definition() == definition).map(result -> (StepResult<O>) result);
    }
}
