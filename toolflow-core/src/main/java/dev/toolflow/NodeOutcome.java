package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node ended.
 *
 * @param steps one for a step, one for each item of an {@code each}, all that is within for a shape
 * @param value what dependants are given, or null when there is nothing
 * @param completed whether all of it was accepted
 */
record NodeOutcome(List<StepOutcome<?>> steps, @Nullable Object value, boolean completed) {
    NodeOutcome {
        steps = List.copyOf(steps);
    }

    static NodeOutcome of(StepOutcome<?> step) {
        StepResult<?> result = step.result();
        return new NodeOutcome(List.of(step), step.handedOn().orElse(null), result.status() == StepStatus.COMPLETED);
    }

    /** Of a shape with a result of its own, which comes before what is within. */
    NodeOutcome around(List<NodeOutcome> inner) {
        List<StepOutcome<?>> all = new ArrayList<>(steps);
        inner.forEach(node -> all.addAll(node.steps()));
        return new NodeOutcome(all, value, completed && inner.stream().allMatch(NodeOutcome::completed));
    }

    /** The node's own results, without those of audit steps. */
    List<StepResult<?>> own() {
        return steps.stream().<StepResult<?>>map(StepOutcome::result).toList();
    }

    /** The issues that a model is told of which sees the value; what is within a shape keeps its own. */
    List<Issue> issues(FlowNode<?, ?> node) {
        return node instanceof FlowNode.Call<?, ?>
                ? Issue.atLeast(
                        node.step().judging().severityFilter(),
                        own().stream()
                                .flatMap(result -> result.issues().stream())
                                .toList())
                : List.of();
    }

    /** Adds all results: each step's own, then those of its audit steps. */
    void addResultsTo(List<StepResult<?>> all) {
        for (StepOutcome<?> step : steps) {
            all.add(step.result());
            all.addAll(step.audits());
        }
    }
}
