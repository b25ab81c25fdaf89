package dev.toolflow;

import static java.util.stream.Collectors.toMap;

import dev.toolflow.budget.Spending;
import java.util.List;

/**
 * What a run of a flow takes at worst, told before anything is spent: every step fails all its attempts but the last, and each
 * answer is as long as it may be. Immutable. Made by {@link ToolFlowEngine#plan}.
 *
 * <p>Counted are attempts with their candidates, audit steps after each, and what is fed back. Calls that are made again since
 * they failed in transport are not: they buy nothing, except a chat call of unknown outcome.
 *
 * <pre>{@code
 * FlowPlan plan = engine.plan(BRAND_KIT, brief);
 * plan.most().usd();   // at most so many US dollars, if plan.unknown() is empty and plan.assumed() holds
 * plan.toText();       // a table for people
 * }</pre>
 */
public final class FlowPlan {
    private final ToolFlow<?, ?> flow;
    private final PlannedPart planned;

    FlowPlan(ToolFlow<?, ?> flow, PlannedPart planned) {
        this.flow = flow;
        this.planned = planned;
    }

    /** The flow's name. */
    public String flow() {
        return flow.name();
    }

    /** Every step in the order of the flow's definition, behind each those that audit it. */
    public List<PlannedStep> steps() {
        return planned.steps();
    }

    /**
     * What all steps together take at worst, as far as it can be told; what cannot, {@link #unknown()} names. A count of
     * {@link Long#MAX_VALUE} stands for that many or more. Where a run finds out which of two branches it takes, the steps of
     * both are listed and the total has of each count, and of the money, that of the branch that takes more of it.
     */
    public Spending most() {
        return planned.most();
    }

    /** What cannot be told and is not in {@link #most()}, each with the id of its step. */
    public List<String> unknown() {
        return steps().stream()
                .flatMap(step -> step.unknown().stream().map(why -> step.id() + ": " + why))
                .toList();
    }

    /** What was assumed, each with the id of its step. */
    public List<String> assumed() {
        return steps().stream()
                .flatMap(step -> step.assumed().stream().map(what -> step.id() + ": " + what))
                .toList();
    }

    /** A table for people, with what is unknown and assumed below it. Ends with a line break. */
    public String toText() {
        return PlanText.of(this);
    }

    /**
     * The flow's graph as a Mermaid flowchart, each step with its model and what it takes at worst, see
     * <a href="https://mermaid.js.org/syntax/flowchart.html">its syntax</a>.
     */
    public String mermaid() {
        return FlowChart.of(
                flow.graph(), steps().stream().collect(toMap(PlannedStep::id, PlanText::label, (one, other) -> one)));
    }

    /**
     * This plan as JSON: {@code flow, steps[{id, tool, model, times, most{usd, tokens, images, calls}, assumed, unknown}], most};
     * {@code times} is null where a run finds it out.
     */
    public String toJson() {
        return PlanText.json(this);
    }

    @Override
    public String toString() {
        return "FlowPlan[" + flow() + ", steps=" + steps().size() + ", most=" + most() + ", unknown="
                + unknown().size() + "]";
    }
}
