package dev.toolflow;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes of a flow, a branch or a loop, and what they make. Immutable.
 *
 * @param graph the nodes
 * @param output what is handed on
 * @param sources what the output is made from
 * @param captured the values of the flow around it that are used in it
 * @param <O> what is made
 */
record FlowBody<O>(
        FlowGraph graph, Ref<? extends O> output, List<Ref.Source<?>> sources, List<Ref.Source<?>> captured) {

    FlowBody(FlowGraph graph, Ref<? extends O> output) {
        this(graph, output, FlowGraph.sourcesOf(List.of(output)), captured(graph, output));
    }

    private static List<Ref.Source<?>> captured(FlowGraph graph, Ref<?> output) {
        Set<Ref.Source<?>> all = new LinkedHashSet<>(FlowGraph.sourcesOf(List.of(output)));
        for (FlowNode<?, ?> node : graph.nodes()) {
            all.addAll(graph.needs(node));
            all.addAll(node.captured());
        }
        return all.stream().filter(source -> source.draft() != graph.owner()).toList();
    }
}
