package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepResult;
import java.util.function.UnaryOperator;

/** Results whose calls are counted in another way than when they were made. Pure. */
final class Remade {
    private Remade() {}

    /** The same result, each of its attempts with other calls. */
    static <O> StepResult<O> result(StepResult<O> result, UnaryOperator<Attempt<O>> remade) {
        return new StepResult<>(
                result.id(),
                result.definition(),
                result.status(),
                result.attempts().stream().map(remade).toList(),
                result.error());
    }

    /** The same attempt, with these calls. */
    static <O> Attempt<O> attempt(Attempt<O> attempt, Attempt.Made made) {
        if (attempt instanceof Attempt.Accepted<O> accepted) {
            return new Attempt.Accepted<>(accepted.number(), accepted.value(), accepted.verdict(), made);
        }
        if (attempt instanceof Attempt.Rejected<O> rejected) {
            return new Attempt.Rejected<>(
                    rejected.number(), rejected.value(), rejected.verdict(), rejected.reason(), made);
        }
        Attempt.Failed<O> failed = (Attempt.Failed<O>) attempt;
        return new Attempt.Failed<>(failed.number(), failed.value(), failed.error(), failed.issues(), made);
    }
}
