package dev.toolflow;

import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node ended.
 *
 * @param results one for a step, one for each item of an {@code each}
 * @param value what dependants are given, or null when there is nothing
 * @param completed whether all of it was accepted
 */
record NodeOutcome(List<StepResult<?>> results, @Nullable Object value, boolean completed) {

    static NodeOutcome of(StepResult<?> result) {
        return new NodeOutcome(List.of(result), result.output().orElse(null), result.status() == StepStatus.COMPLETED);
    }

    static NodeOutcome skipped(FlowNode<?, ?> node) {
        StepResult<?> result =
                new StepResult<>(node.step().id(), node.step().definition(), StepStatus.SKIPPED, List.of(), null);
        return new NodeOutcome(List.of(result), null, false);
    }
}
