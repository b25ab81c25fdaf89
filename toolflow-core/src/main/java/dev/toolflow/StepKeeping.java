package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What one step writes down while it goes on. For one thread.
 *
 * @param <O> what the step makes
 */
final class StepKeeping<O> {
    private final StepContext context;
    private String inputHash = "";
    private int rounds;

    StepKeeping(StepContext context) {
        this.context = context;
        this.rounds = context.memory().roundsDone(context.id());
    }

    /** One more round of attempts was judged. */
    void roundEnds() {
        rounds++;
    }

    /** The step was given this. */
    void given(Supplier<String> hash) {
        if (context.keeper().keeps()) {
            inputHash = hash.get();
        }
    }

    /** What the step has so far, before its next call. */
    void soFar(StepDefinition<?, O> definition, List<Attempt<O>> attempts) {
        if (context.keeper().keeps()) {
            context.keeper()
                    .soFar(kept(new StepResult<>(context.id(), definition, StepStatus.CANCELLED, attempts, null)));
        }
    }

    /** How the step ended, as soon as it is known whether that is written; failed where it could not be. */
    CompletableFuture<StepResult<O>> ended(StepResult<O> result) {
        if (!context.keeper().keeps() || (result.status() == StepStatus.SKIPPED)) {
            return CompletableFuture.completedFuture(result);
        }
        return context.keeper()
                .ended(kept(result))
                .thenApply(unwritten -> unwritten
                        .map(why -> new StepResult<>(
                                result.id(), result.definition(), StepStatus.FAILED, result.attempts(), why))
                        .orElse(result));
    }

    private RunKeeper.KeptStep kept(StepResult<O> result) {
        return new RunKeeper.KeptStep(result, context.memory().lastRound(context.id()), rounds, inputHash);
    }
}
