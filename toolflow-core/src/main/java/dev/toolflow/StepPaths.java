package dev.toolflow;

import dev.toolflow.step.StepAudit;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what stands behind the id path of a run's step, such as {@code loop#2/icon[3]~vision#2}. Pure. */
final class StepPaths {
    private StepPaths() {}

    /**
     * What an id path leads to.
     *
     * @param top the node of the flow itself that it is, or lies within
     * @param node the node that it is, or whose item or audit it is
     * @param step the step
     */
    record Found(FlowNode<?, ?> top, FlowNode<?, ?> node, ToolCallStep<?, ?> step) {
        /** Whether it is a loop, a choice or a subflow, which makes nothing by itself. */
        boolean isShape() {
            return !(node instanceof FlowNode.Call<?, ?>) && !(node instanceof FlowNode.Approve<?, ?>);
        }
    }

    /** Empty when the flow has no such step. */
    static Optional<Found> find(FlowGraph graph, String id) {
        int within = id.indexOf('/');
        return within < 0 ? last(graph, id) : inner(graph, id.substring(0, within), id.substring(within + 1));
    }

    private static Optional<Found> inner(FlowGraph graph, String first, String rest) {
        return all(graph)
                .filter(placed -> nameOf(first).equals(placed.node().id()))
                .flatMap(placed -> placed.node().inner().stream()
                        .filter(part -> !part.prefix().isEmpty())
                        .flatMap(part -> find(part.body().graph(), rest).stream())
                        .map(found -> new Found(placed.top(), found.node(), found.step())))
                .findFirst();
    }

    private static Optional<Found> last(FlowGraph graph, String id) {
        int audit = id.indexOf(StepContext.AUDIT);
        if (audit < 0) {
            return node(graph, id);
        }
        String name = withoutNumber(id.substring(audit + 1));
        return node(graph, id.substring(0, audit))
                .flatMap(judged -> judged.step().judging().stepAudits().stream()
                        .filter(with -> with.name().equals(name))
                        .<ToolCallStep<?, ?>>map(StepAudit::step)
                        .findFirst()
                        .map(step -> new Found(judged.top(), judged.node(), step)));
    }

    private static Optional<Found> node(FlowGraph graph, String id) {
        return all(graph)
                .filter(placed -> nameOf(id).equals(placed.node().id()))
                .map(placed ->
                        new Found(placed.top(), placed.node(), placed.node().step()))
                .findFirst();
    }

    /** Ids of a flow's steps in the order of its definition. For one thread. */
    static Comparator<String> inOrder(FlowGraph graph) {
        Map<String, int[]> places = new HashMap<>();
        return Comparator.comparing(
                id -> places.computeIfAbsent(
                        id,
                        step -> place(graph, step).stream()
                                .mapToInt(Integer::intValue)
                                .toArray()),
                Arrays::compare);
    }

    /**
     * Where a step stands in the order of the flow's definition, as numbers that are compared one after another: those of its
     * parts, each with that of its item or round, and behind them that of its audit.
     *
     * @param id of a step that the flow has
     */
    private static List<Integer> place(FlowGraph graph, String id) {
        int within = id.indexOf('/');
        String first = within < 0 ? id : id.substring(0, within);
        int audit = first.indexOf(StepContext.AUDIT);
        String own = audit < 0 ? first : first.substring(0, audit);
        List<FlowNode<?, ?>> nodes =
                all(graph).<FlowNode<?, ?>>map(Placed::node).toList();
        int position = nodes.stream().map(FlowNode::id).toList().indexOf(nameOf(own));
        List<Integer> place = new ArrayList<>(List.of(position, numberOf(own)));
        FlowNode<?, ?> node = nodes.get(position);
        if (audit >= 0) {
            String name = first.substring(audit + 1);
            List<String> names = node.step().judging().stepAudits().stream()
                    .map(StepAudit::name)
                    .toList();
            place.addAll(List.of(names.indexOf(withoutNumber(name)), numberOf(name)));
        }
        if (within >= 0) {
            place.addAll(place(node.inner().get(0).body().graph(), id.substring(within + 1)));
        }
        return place;
    }

    /** Of an item or a round; 0 where there is none. */
    private static int numberOf(String part) {
        int item = part.indexOf('[');
        int round = part.indexOf('#');
        if (item >= 0) {
            return Integer.parseInt(part.substring(item + 1, part.indexOf(']', item)));
        }
        return round < 0 ? 0 : Integer.parseInt(part.substring(round + 1));
    }

    private record Placed(FlowNode<?, ?> top, FlowNode<?, ?> node) {}

    /** The nodes of a graph and of the branches within it, whose ids are of one kind. */
    private static Stream<Placed> all(FlowGraph graph) {
        return graph.nodes().stream().flatMap(node -> withBranches(node).map(inner -> new Placed(node, inner)));
    }

    private static Stream<FlowNode<?, ?>> withBranches(FlowNode<?, ?> node) {
        List<FlowNode.Part> branches =
                node.inner().stream().filter(part -> part.prefix().isEmpty()).toList();
        return Stream.concat(
                Stream.of(node),
                branches.stream()
                        .flatMap(part -> part.body().graph().nodes().stream())
                        .flatMap(StepPaths::withBranches));
    }

    /** Without the number of an item or a round. */
    private static String nameOf(String part) {
        int item = part.indexOf('[');
        return item < 0 ? withoutNumber(part) : part.substring(0, item);
    }

    private static String withoutNumber(String part) {
        int number = part.indexOf('#');
        return number < 0 ? part : part.substring(0, number);
    }
}
