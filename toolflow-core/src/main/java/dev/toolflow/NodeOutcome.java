package dev.toolflow;

import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a node ended.
 *
 * @param steps one for a step, one for each item of an {@code each}
 * @param value what dependants are given, or null when there is nothing
 * @param completed whether all of it was accepted
 */
record NodeOutcome(List<StepOutcome<?>> steps, @Nullable Object value, boolean completed) {

    static NodeOutcome of(StepOutcome<?> step) {
        StepResult<?> result = step.result();
        return new NodeOutcome(List.of(step), step.handedOn().orElse(null), result.status() == StepStatus.COMPLETED);
    }

    /** The node's own results, without those of audit steps. */
    List<StepResult<?>> own() {
        return steps.stream().<StepResult<?>>map(StepOutcome::result).toList();
    }

    /** All results: each step's own, then those of its audit steps. */
    List<StepResult<?>> results() {
        return steps.stream().flatMap(step -> step.all().stream()).toList();
    }
}
