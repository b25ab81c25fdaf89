package dev.toolflow;

import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A workflow: typed steps and what each is given. Defined once and checked whole, before any run; an immutable value that
 * any number of runs and threads share.
 *
 * <pre>{@code
 * static final ToolFlow<Brief, BrandKit> BRAND_KIT = ToolFlow.define("brand-kit", Brief.class, (flow, brief) -> {
 *     var palette = flow.step(PALETTE, brief.map(b -> new PaletteRequest(b.product())));
 *     var hero = flow.step(HERO, palette.map(p -> ImageGenerationInput.of("Hero image in " + p.colors())));
 *     return palette.and(hero).map((p, h) -> new BrandKit(p, h.image()));
 * });
 * }</pre>
 *
 * @param <I> what a run is given
 * @param <O> what a run makes
 */
public final class ToolFlow<I, O> {
    private final String name;
    private final Class<I> inputType;
    private final FlowGraph graph;
    private final Ref<O> output;

    private ToolFlow(String name, Class<I> inputType, FlowGraph graph, Ref<O> output) {
        this.name = name;
        this.inputType = inputType;
        this.graph = graph;
        this.output = output;
    }

    /**
     * Defines a flow. The body runs once, now, to place the steps; it is never called in a run.
     *
     * @param name the flow's name, not blank, without control characters, at most 128 characters
     * @param inputType the type of a run's input; its Jakarta constraints are checked before a run begins
     * @param body places the steps and returns what the flow makes
     * @throws InvalidFlowException when two steps have one id or a reference belongs to another flow; names the step
     */
    public static <I, O> ToolFlow<I, O> define(
            String name, Class<I> inputType, BiFunction<FlowBuilder, Ref<I>, Ref<O>> body) {
        Objects.requireNonNull(inputType, "inputType");
        if (name.isBlank() || name.length() > 128 || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidFlowException("flow: a name has 1 to 128 characters and no control characters");
        }
        FlowBuilder builder = new FlowBuilder(name);
        Ref<O> output = body.apply(builder, builder.input());
        if (output == null) {
            throw new InvalidFlowException(
                    "flow '" + name + "': define returned null; return a reference to its output");
        }
        builder.requireOwn(output);
        return new ToolFlow<>(name, inputType, FlowGraph.of(builder.close()), output);
    }

    /** The flow's name. */
    public String name() {
        return name;
    }

    /** The type of a run's input. */
    public Class<I> inputType() {
        return inputType;
    }

    /**
     * The steps, in the order in which they were placed; behind each the steps that audit it, with ids such as
     * {@code hero~vision}.
     */
    public List<FlowStep> steps() {
        List<FlowStep> steps = new ArrayList<>();
        for (FlowNode<?, ?> node : graph.nodes()) {
            List<String> after =
                    graph.before().get(node.slot()).stream().map(this::idOf).toList();
            add(node.step().id(), node.step(), new Place(node instanceof FlowNode.Each, after), steps);
        }
        return List.copyOf(steps);
    }

    private record Place(boolean each, List<String> after) {}

    private static void add(String id, ToolCallStep<?, ?> step, Place place, List<FlowStep> steps) {
        StepDefinition<?, ?> definition = step.definition();
        steps.add(new FlowStep(id, definition.name(), FlowNode.kind(definition), place.each(), place.after()));
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            add(StepContext.auditId(id, audit.name()), audit.step(), new Place(place.each(), List.of(id)), steps);
        }
    }

    /** The graph as a Mermaid flowchart, audit steps behind dotted arrows, see <a href="https://mermaid.js.org/syntax/flowchart.html">its syntax</a>. */
    public String mermaid() {
        StringBuilder chart = new StringBuilder("flowchart LR\n  n0([input])\n");
        for (FlowNode<?, ?> node : graph.nodes()) {
            String label = node.step().id() + (node instanceof FlowNode.Each ? "[*]" : "");
            chart.append("  n%d[\"%s\"]%n".formatted(node.slot(), label.replace("\"", "#quot;")));
            Set<Integer> before = graph.before().get(node.slot());
            (before.isEmpty() ? Set.of(FlowBuilder.INPUT_SLOT) : before)
                    .forEach(slot -> chart.append("  n%d --> n%d%n".formatted(slot, node.slot())));
            drawAudits("n" + node.slot(), label, node.step(), chart);
        }
        return chart.toString().replace(System.lineSeparator(), "\n");
    }

    private static void drawAudits(String box, String label, ToolCallStep<?, ?> step, StringBuilder chart) {
        int number = 0;
        for (StepAudit<?, ?> audit : step.judging().stepAudits()) {
            String own = box + "a" + ++number;
            String ownLabel = StepContext.auditId(label, audit.name());
            chart.append("  %s[\"%s\"]%n".formatted(own, ownLabel.replace("\"", "#quot;")));
            chart.append("  %s -.-> %s%n".formatted(box, own));
            drawAudits(own, ownLabel, audit.step(), chart);
        }
    }

    FlowGraph graph() {
        return graph;
    }

    Ref<O> output() {
        return output;
    }

    private String idOf(int slot) {
        return graph.nodes().get(slot - 1).step().id();
    }

    @Override
    public String toString() {
        return "ToolFlow[" + name + ", steps=" + graph.nodes().size() + "]";
    }
}
