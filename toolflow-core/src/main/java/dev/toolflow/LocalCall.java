package dev.toolflow;

import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import java.util.List;

/**
 * The one attempt of a step that the user's own function does.
 *
 * @param engine runs it
 * @param context where it stands
 * @param code calls the function
 */
record LocalCall(EngineParts engine, StepContext context, StepCode code) {

    <I, O> Attempt<O> made(LocalStepDefinition<I, O> local, I given, Judge<I, O> judge) {
        context.journal().intended(context.id(), 1, "");
        BegunAttempt begun = BegunAttempt.now("", "", engine.settings().clock());
        try {
            O output = UserCode.call(
                    context.id(),
                    "its function",
                    () -> code.call("its function", () -> local.function().apply(given)));
            return judge.judge(asKept(local, output), 1, begun.made(Called.Tally.NOTHING));
        } catch (StepException e) {
            return new Attempt.Failed<>(1, null, e, List.of(), begun.made(Called.Tally.NOTHING));
        }
    }

    /** Of a run that is kept, what is read back later is handed on from the beginning, so that no later process sees another value. */
    private <O> O asKept(LocalStepDefinition<?, O> local, O output) {
        if (!context.keeper().keeps()) {
            return output;
        }
        JsonType<O> type = JsonType.plain(local.outputType());
        try {
            return type.read(type.write(output));
        } catch (JsonReadException | IllegalArgumentException e) {
            throw new StepException.CodeFailed(
                    "step '" + context.id()
                            + "': what its function made cannot be kept, since JSON does not give back a "
                            + local.outputType().getSimpleName() + ": " + e.getMessage()
                            + "; make a record of plain values",
                    e);
        }
    }
}
