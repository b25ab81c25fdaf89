package dev.toolflow;

import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.Objects;
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
    private final FlowBody<O> body;
    private final ToolCallStep<I, O> standing = FlowNode.standing("subflow", FlowNode.anyType());

    private ToolFlow(String name, Class<I> inputType, FlowBody<O> body) {
        this.name = name;
        this.inputType = inputType;
        this.body = body;
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
        FlowDraft draft = FlowDraft.ofFlow(name);
        Ref<I> input = new Ref.Source<>(draft, FlowBuilder.INPUT_SLOT, FlowBuilder.INPUT_ID);
        return new ToolFlow<>(name, inputType, draft.closed(body.apply(new FlowBuilder(draft), input)));
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
     * {@code hero~vision}, and the steps within it, with ids such as {@code sub/hero}; for the number of a loop's round stands
     * {@code *}. A choice comes before the steps of both its branches, under an id such as {@code choose#1}.
     */
    public List<FlowStep> steps() {
        return FlowSteps.of(body.graph());
    }

    /**
     * The graph as a Mermaid flowchart, audit steps behind dotted arrows, what holds steps as a frame around them. See
     * <a href="https://mermaid.js.org/syntax/flowchart.html">its syntax</a>.
     */
    public String mermaid() {
        return FlowChart.of(body.graph());
    }

    /** What stands for this flow where it is a step of another. */
    ToolCallStep<I, O> standing() {
        return standing;
    }

    FlowGraph graph() {
        return body.graph();
    }

    FlowBody<O> body() {
        return body;
    }

    @Override
    public String toString() {
        return "ToolFlow[" + name + ", steps=" + body.graph().nodes().size() + "]";
    }
}
