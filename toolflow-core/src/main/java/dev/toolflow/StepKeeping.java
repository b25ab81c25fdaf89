package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What one step writes down while it goes on. For one thread.
 *
 * @param <O> what the step makes
 */
final class StepKeeping<O> {
    private final EngineParts engine;
    private final StepContext context;
    private String inputHash = "";

    StepKeeping(EngineParts engine, StepContext context) {
        this.engine = engine;
        this.context = context;
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

    /** How the step ended; failed where that could not be written down. */
    StepResult<O> ended(StepResult<O> result) {
        if (!context.keeper().keeps() || (result.status() == StepStatus.SKIPPED)) {
            return result;
        }
        return context.keeper()
                .ended(kept(result))
                .map(unwritten -> new StepResult<>(
                        result.id(), result.definition(), StepStatus.FAILED, result.attempts(), unwritten))
                .orElse(result);
    }

    private RunKeeper.KeptStep kept(StepResult<O> result) {
        return new RunKeeper.KeptStep(result, context.memory().lastRound(context.id()), inputHash);
    }

    /** The attempt of a call that was in flight when its process died and is not to be made again. */
    Attempt<O> inFlight(StepDefinition<?, O> definition, int number) {
        BegunAttempt begun =
                BegunAttempt.now(definition.name(), "", engine.settings().clock());
        ToolCallException error = new ToolCallException.OutcomeUnknown(
                "step '" + context.id()
                        + "': its process died during a call, which is not made again by itself since the step"
                        + " says onUnknown(FAIL); resume the run once more to make it",
                dev.toolflow.tool.CallReceipt.unreported(null, null),
                null);
        return new Attempt.Failed<>(
                number,
                null,
                error,
                List.of(),
                begun.made(context.memory().past().takeCalls(context.id())));
    }
}
