package dev.toolflow;

import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How long the values may be that steps are given: those that are known, and those that a run makes. For one thread. */
final class PlanInputs {
    private static final long PICTURE_AS_TEXT = 300;

    /**
     * What text is estimated to have, as input, that a model made as one token: a token may be 4 bytes long, and the standard
     * estimator counts one for every 2 bytes.
     */
    private static final long ESTIMATED_OF_A_TOKEN = 2;

    private final Map<FlowDraft, FlowGraph> graphs = new HashMap<>();
    private final Map<FlowDraft, List<Ref<?>>> givenTo = new HashMap<>();
    private final Map<FlowNode<?, ?>, Integer> drawn = new HashMap<>();
    private final IdentityHashMap<Object, ValueLength> lengths = new IdentityHashMap<>();

    /** A graph is planned. */
    void enter(FlowGraph graph) {
        graphs.put(graph.owner(), graph);
    }

    /** The input of a graph is made from these. */
    void give(FlowGraph graph, List<Ref<?>> input) {
        givenTo.put(graph.owner(), input);
    }

    /** A step makes so many pictures at a time. */
    void draws(FlowNode<?, ?> step, int pictures) {
        drawn.put(step, pictures);
    }

    /** Works out how long these values are together. */
    Made made(Collection<Ref.Source<?>> sources, RunValues known) {
        Made made = new Made(known);
        sources.forEach(made::add);
        return made;
    }

    /** How long the answer of one call may be as input of another, in tokens. */
    static long answerOf(ToolCallStep<?, ?> step) {
        return step.definition() instanceof ChatStepDefinition
                ? ESTIMATED_OF_A_TOKEN * step.calling().options().maxTokens()
                : PICTURE_AS_TEXT;
    }

    /** How long values are, and which steps make them. */
    final class Made {
        private final RunValues known;
        private final Set<Place> seen = new HashSet<>();
        private final Set<String> bounded = new LinkedHashSet<>();
        private final Set<String> unbounded = new LinkedHashSet<>();
        private long tokens;
        private int pictures;

        private Made(RunValues known) {
            this.known = known;
        }

        private record Place(FlowDraft draft, int slot) {}

        /** The tokens of those that have a bound. */
        long tokens() {
            return tokens;
        }

        /** How many pictures there are in them, as far as it can be told. */
        int pictures() {
            return pictures;
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
            if (graph == null || !seen.add(new Place(source.draft(), source.slot()))) {
                return;
            }
            if (known.hasAll(List.of(source))) {
                addKnown(source);
            } else if (source.slot() == FlowBuilder.INPUT_SLOT) {
                FlowGraph.sourcesOf(givenTo.getOrDefault(source.draft(), List.of()))
                        .forEach(this::add);
            } else {
                add(graph.node(source.slot()));
            }
        }

        private void addKnown(Ref.Source<?> source) {
            try {
                ValueLength length = lengths.computeIfAbsent(
                        known.get(source),
                        value -> UserCode.call(source.id(), "writing it as JSON", () -> ValueLength.of(value)));
                tokens = Saturated.sum(tokens, length.tokens());
                pictures += length.pictures();
            } catch (StepException e) {
                // It need not be written where a mapping takes something else from it.
                unbounded.add(source.id());
            }
        }

        private void add(FlowNode<?, ?> node) {
            if (node instanceof FlowNode.Single<?, ?> single
                    && single.step().definition().tool().isPresent()) {
                tokens = Saturated.sum(tokens, answerOf(single.step()));
                pictures += drawn.getOrDefault(node, 0);
                bounded.add(single.id());
            } else if (node instanceof FlowNode.EachFlow || node.inner().isEmpty()) {
                unbounded.add(node.id());
            } else {
                node.inner().forEach(part -> part.body().sources().forEach(this::add));
            }
        }
    }
}
