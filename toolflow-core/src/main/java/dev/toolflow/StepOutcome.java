package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** What dependants are given: the last output but for those on which the step's own code failed, which nobody cleaned. */
    Optional<O> handedOn() {
        List<Attempt<O>> attempts = result.attempts();
        for (int i = attempts.size() - 1; i >= 0; i--) {
            boolean uncleaned = attempts.get(i) instanceof Attempt.Failed<O> failed
                    && failed.error() instanceof StepException.CodeFailed;
            if (!uncleaned && attempts.get(i).output().isPresent()) {
                return attempts.get(i).output();
            }
        }
        return Optional.empty();
    }

    /** The step's own result, then those of its audit steps. */
    List<StepResult<?>> all() {
        List<StepResult<?>> all = new ArrayList<>();
        all.add(result);
        all.addAll(audits);
        return all;
    }
}
