package dev.toolflow;

import dev.toolflow.step.ToolCallStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * The nodes of a flow or of a body within one, and who waits for whom, worked out once. Immutable.
 *
 * @param owner where the references to its nodes belong
 * @param nodes in the order in which they were placed; a node's slot is its place plus 1
 * @param dependants by slot, the slots of the nodes that use its result
 * @param before by slot, the slots of the nodes that must have ended before it can begin
 * @param sources by slot, the values that it cannot begin without, those of a flow around it too
 */
record FlowGraph(
        FlowDraft owner,
        List<FlowNode<?, ?>> nodes,
        List<List<Integer>> dependants,
        List<SortedSet<Integer>> before,
        List<List<Ref.Source<?>>> sources) {

    static FlowGraph of(FlowDraft owner, List<FlowNode<?, ?>> nodes) {
        List<List<Integer>> dependants = new ArrayList<>();
        List<SortedSet<Integer>> before = new ArrayList<>();
        List<List<Ref.Source<?>>> sources = new ArrayList<>();
        for (int slot = 0; slot <= nodes.size(); slot++) {
            dependants.add(new ArrayList<>());
            before.add(new TreeSet<>());
            sources.add(List.of());
        }
        for (FlowNode<?, ?> node : nodes) {
            sources.set(node.slot(), sourcesOf(node.needs()));
            Stream.concat(sources.get(node.slot()).stream(), node.captured().stream())
                    .filter(source -> source.draft() == owner && source.slot() != FlowBuilder.INPUT_SLOT)
                    .forEach(source -> before.get(node.slot()).add(source.slot()));
            before.get(node.slot()).forEach(slot -> dependants.get(slot).add(node.slot()));
        }
        return new FlowGraph(
                owner, List.copyOf(nodes), List.copyOf(dependants), List.copyOf(before), List.copyOf(sources));
    }

    FlowNode<?, ?> node(int slot) {
        return nodes.get(slot - 1);
    }

    /** The values that a node cannot begin without. */
    List<Ref.Source<?>> needs(FlowNode<?, ?> node) {
        return sources.get(node.slot());
    }

    /** The values of nodes and inputs that these references are made from. */
    static List<Ref.Source<?>> sourcesOf(Collection<? extends Ref<?>> refs) {
        Set<Ref.Source<?>> found = new LinkedHashSet<>();
        Set<Ref<?>> seen = new HashSet<>();
        Deque<Ref<?>> open = new ArrayDeque<>(refs);
        while (!open.isEmpty()) {
            Ref<?> ref = open.pop();
            if (seen.add(ref)) {
                if (ref instanceof Ref.Source<?> source) {
                    found.add(source);
                }
                ref.parents().forEach(open::push);
            }
        }
        return List.copyOf(found);
    }

    /** Visits each use of a tool in it and in all that is within it, with its path, {@code *} for the numbers in it. */
    void forEachCall(String prefix, BiConsumer<String, ToolCallStep<?, ?>> visit) {
        for (FlowNode<?, ?> node : nodes) {
            if (node instanceof FlowNode.Call<?, ?> call) {
                visit.accept(prefix + node.id(), call.step());
            }
            node.inner().forEach(part -> part.body().graph().forEachCall(prefix + part.prefix(), visit));
        }
    }
}
