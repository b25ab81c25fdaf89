package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput;
import dev.toolflow.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One step of one run, from its input to its result: attempts until one is accepted or none is left. Used by one thread.
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
final class StepExecution<I, O> {
    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<I, O> step;
    private final StepInput<I> input;
    private final Judge<O> judge;
    private final List<Attempt<O>> attempts = new ArrayList<>();
    private final StepFeedback feedback;

    StepExecution(EngineParts engine, StepContext context, ToolCallStep<I, O> step) {
        this.engine = engine;
        this.context = context;
        this.step = step;
        this.input = new StepInput<>(context.id(), step, engine.images());
        this.judge = new Judge<>(context.id(), step);
        this.feedback = new StepFeedback(step);
    }

    StepResult<O> run(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        context.journal().stepStarted(context.id(), step);
        StepResult<O> result;
        try {
            result = UserCode.call(context.id(), "the engine", () -> made(source, included));
        } catch (StepException e) {
            result = ended(failure(), e);
        }
        if (result.status() != StepStatus.COMPLETED && step.onFailure() == OnFailure.STOP) {
            context.scope().halt(result.status() == StepStatus.FAILED ? result.error() : null);
        }
        context.journal().stepFinished(result);
        return result;
    }

    private StepResult<O> made(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        I given = input.prepared(source);
        return step.definition() instanceof LocalStepDefinition<I, O> local
                ? done(local(local, given))
                : calls(given, UserCode.call(context.id(), "writing the included results as JSON", included));
    }

    private Attempt<O> local(LocalStepDefinition<I, O> local, I given) {
        Instant began = begin(1, "");
        try {
            O output = UserCode.call(
                    context.id(), "its function", () -> local.function().apply(given));
            return judge.judge(output, 1, made("", Called.Tally.NOTHING, began));
        } catch (StepException e) {
            return new Attempt.Failed<>(1, e, List.of(), made("", Called.Tally.NOTHING, began));
        }
    }

    private StepResult<O> calls(I given, List<ToolInput.Included> included) {
        ToolSpec tool = step.definition().tool().orElseThrow();
        String model = engine.images().modelOf(step);
        String json = input.json(given);
        for (int number = 1; context.scope().mayStart(); number++) {
            ToolInput toolInput = new ToolInput(given, json, included, feedback.attempts(), List.of());
            ToolCallRequest request = new ToolCallRequest(
                    context.id(), tool, toolInput, model, step.calling().options());
            Attempt<O> attempt = attempt(request, number);
            if (!mayTryAgain(attempt) || number > step.maxRetries()) {
                return done(attempt);
            }
            attempts.add(attempt);
            context.journal().judged(context.id(), attempt);
        }
        return ended(attempts.isEmpty() ? StepStatus.SKIPPED : StepStatus.CANCELLED, null);
    }

    private Attempt<O> attempt(ToolCallRequest request, int number) {
        Instant began = begin(number, request.model());
        Called called = engine.transport().call(request, step, number, context);
        Made made = made(request.model(), called.tally(), began);
        context.journal().settled(context.id(), number, made);
        if (called instanceof Called.Answered answered) {
            return judged(answered, number, made);
        }
        RuntimeException error = ((Called.Failed) called).error();
        return failed(error, null, number, made);
    }

    private Attempt<O> judged(Called.Answered answered, int number, Made made) {
        boolean keepSpool = false;
        String json = answered.response().output();
        try {
            O output = engine.reader().read(context.id(), step, answered);
            Attempt<O> attempt = judge.judge(output, number, made);
            feedback.judged(attempt, json);
            return attempt;
        } catch (ToolCallException.Malformed e) {
            return failed(e, json, number, made);
        } catch (StepException e) {
            keepSpool = e instanceof StepException.StoreFailed;
            return failed(e, json, number, made);
        } finally {
            if (!keepSpool) {
                answered.spool().close();
            }
        }
    }

    private Attempt<O> failed(RuntimeException error, @Nullable String json, int number, Made made) {
        List<Issue> issues = error instanceof ToolCallException.Malformed ? List.of(unusable(error)) : List.of();
        Attempt<O> attempt = new Attempt.Failed<>(number, error, issues, made);
        feedback.unusable(error, json, number);
        return attempt;
    }

    private static Issue unusable(RuntimeException error) {
        String message = String.valueOf(error.getMessage());
        return Issue.critical(message.isBlank() ? "the reply could not be used" : message)
                .from("reply");
    }

    private static boolean mayTryAgain(Attempt<?> attempt) {
        return attempt instanceof Attempt.Rejected
                || (attempt instanceof Attempt.Failed<?> failed
                        && failed.error() instanceof ToolCallException.Malformed);
    }

    private StepResult<O> done(Attempt<O> last) {
        attempts.add(last);
        context.journal().judged(context.id(), last);
        if (last instanceof Attempt.Accepted) {
            return ended(StepStatus.COMPLETED, null);
        }
        RuntimeException error = last instanceof Attempt.Failed<O> failed ? failed.error() : rejected(last);
        boolean neverMade =
                error instanceof ToolCallException.Cancelled && !context.scope().mayStart();
        return ended(neverMade ? StepStatus.CANCELLED : failure(), error);
    }

    private StepStatus failure() {
        return context.scope().isStopped() ? StepStatus.CANCELLED : StepStatus.FAILED;
    }

    private StepException rejected(Attempt<O> last) {
        return new StepException.OutputRejected("step '" + context.id() + "': not accepted after " + attempts.size()
                + (attempts.size() == 1 ? " attempt: " : " attempts: ")
                + last.failureReason().orElse(""));
    }

    private StepResult<O> ended(StepStatus status, @Nullable RuntimeException error) {
        return new StepResult<>(context.id(), step.definition(), status, attempts, error);
    }

    private Instant begin(int number, String model) {
        context.journal().intended(context.id(), number, model);
        return engine.settings().clock().instant();
    }

    private Made made(String model, Called.Tally tally, Instant began) {
        Duration took = Duration.between(began, engine.settings().clock().instant());
        return new Made(model, tally.calls(), tally.receipt(), tally.usage(), tally.cost(), began, took);
    }
}
