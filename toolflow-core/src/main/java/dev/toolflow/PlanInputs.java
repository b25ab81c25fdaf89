package dev.toolflow;

import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long values may be that a run makes, by the steps that make them. For one thread. */
final class PlanInputs {
    private static final long PICTURE_AS_TEXT = 300;

    private final Map<FlowDraft, FlowGraph> graphs = new HashMap<>();
    private final Map<FlowDraft, List<Ref<?>>> givenTo = new HashMap<>();

    /** A graph is planned. */
    void enter(FlowGraph graph) {
        graphs.put(graph.owner(), graph);
    }

    /** The input of a graph is made from these. */
    void give(FlowGraph graph, List<Ref<?>> input) {
        givenTo.put(graph.owner(), input);
    }

    /** Works out how long those values are together that are not known yet. */
    Made made(Collection<Ref.Source<?>> sources, RunValues known) {
        Made made = new Made(known);
        sources.forEach(made::add);
        return made;
    }

    /** How long the answer of one call may be, in tokens. */
    static long answerOf(ToolCallStep<?, ?> step) {
        return step.definition() instanceof ChatStepDefinition
                ? step.calling().options().maxTokens()
                : PICTURE_AS_TEXT;
    }

    /** How long values are that a run makes. */
    final class Made {
        private final RunValues known;
        private final Set<Place> seen = new HashSet<>();
        private final Set<String> bounded = new LinkedHashSet<>();
        private final Set<String> unbounded = new LinkedHashSet<>();
        private long tokens;

        private Made(RunValues known) {
            this.known = known;
        }

        private record Place(FlowDraft draft, int slot) {}

        /** The tokens of those that have a bound. */
        long tokens() {
            return tokens;
        }

        /** The ids of the steps whose answers have a bound. */
        Set<String> bounded() {
            return bounded;
        }

        /** The ids of what makes values of any length: the user's code, a person, lists. */
        Set<String> unbounded() {
            return unbounded;
        }

        private void add(Ref.Source<?> source) {
            FlowGraph graph = graphs.get(source.draft());
            if (graph == null || !seen.add(new Place(source.draft(), source.slot())) || known.hasAll(List.of(source))) {
                return;
            }
            if (source.slot() == FlowBuilder.INPUT_SLOT) {
                FlowGraph.sourcesOf(givenTo.getOrDefault(source.draft(), List.of()))
                        .forEach(this::add);
            } else {
                add(graph.node(source.slot()));
            }
        }

        private void add(FlowNode<?, ?> node) {
            if (node instanceof FlowNode.Single<?, ?> single
                    && single.step().definition().tool().isPresent()) {
                tokens = Saturated.sum(tokens, answerOf(single.step()));
                bounded.add(single.id());
            } else if (node instanceof FlowNode.EachFlow || node.inner().isEmpty()) {
                unbounded.add(node.id());
            } else {
                node.inner().forEach(part -> part.body().sources().forEach(this::add));
            }
        }
    }
}
