package dev.toolflow;

import dev.toolflow.step.StepResult;
import java.util.ArrayList;
import java.util.List;

/**
 * How a step ended, with the steps that judged it.
 *
 * @param result the step's own
 * @param audits the results of its audit steps, in the order in which they ended
 * @param <O> what the step makes
 */
record StepOutcome<O>(StepResult<O> result, List<StepResult<?>> audits) {
    StepOutcome {
        audits = List.copyOf(audits);
    }

    /** A step that no other step judged. */
    static <O> StepOutcome<O> alone(StepResult<O> result) {
        return new StepOutcome<>(result, List.of());
    }

    /** The step's own result, then those of its audit steps. */
    List<StepResult<?>> all() {
        List<StepResult<?>> all = new ArrayList<>();
        all.add(result);
        all.addAll(audits);
        return all;
    }
}
