package dev.toolflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The nodes of a flow and who waits for whom, worked out once. Immutable.
 *
 * @param nodes in the order in which they were placed; a node's slot is its place plus 1
 * @param dependants by slot, the slots of the nodes that use its result
 * @param before by slot, the slots of the nodes that must have ended before it can begin
 */
record FlowGraph(List<FlowNode<?, ?>> nodes, List<List<Integer>> dependants, List<SortedSet<Integer>> before) {

    static FlowGraph of(List<FlowNode<?, ?>> nodes) {
        List<List<Integer>> dependants = new ArrayList<>();
        List<SortedSet<Integer>> before = new ArrayList<>();
        for (int slot = 0; slot <= nodes.size(); slot++) {
            dependants.add(new ArrayList<>());
            before.add(new TreeSet<>());
        }
        for (FlowNode<?, ?> node : nodes) {
            before.get(node.slot()).addAll(node.dependencies());
            before.get(node.slot()).forEach(slot -> dependants.get(slot).add(node.slot()));
        }
        return new FlowGraph(List.copyOf(nodes), List.copyOf(dependants), List.copyOf(before));
    }

    FlowNode<?, ?> node(int slot) {
        return nodes.get(slot - 1);
    }

    /** The slots of the nodes whose results these references are made from; the flow's input is none. */
    static SortedSet<Integer> slotsOf(Collection<? extends Ref<?>> refs) {
        SortedSet<Integer> found = new TreeSet<>();
        Set<Ref<?>> seen = new HashSet<>();
        Deque<Ref<?>> open = new ArrayDeque<>(refs);
        while (!open.isEmpty()) {
            Ref<?> ref = open.pop();
            if (seen.add(ref)) {
                if (ref instanceof Ref.Source<?> source && source.slot() != FlowBuilder.INPUT_SLOT) {
                    found.add(source.slot());
                }
                ref.parents().forEach(open::push);
            }
        }
        return found;
    }
}
