package dev.toolflow;

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
            return judge.judge(output, 1, begun.made(Called.Tally.NOTHING));
        } catch (StepException e) {
            return new Attempt.Failed<>(1, null, e, List.of(), begun.made(Called.Tally.NOTHING));
        }
    }
}
