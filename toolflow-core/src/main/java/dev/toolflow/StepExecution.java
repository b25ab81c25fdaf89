package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
    private final RunScope around;
    private final StepContext context;
    private final ToolCallStep<I, O> step;
    private final StepCode code;
    private final StepInput<I> input;
    private final AuditSteps<I, O> auditSteps;
    private final List<Attempt<O>> attempts;
    private final StepKeeping<O> keeping;

    /** The step's time begins here. */
    StepExecution(EngineParts engine, StepContext where, ToolCallStep<I, O> step) {
        this.engine = engine;
        this.around = where.scope();
        this.context = where.within(step.deadline());
        this.step = step;
        this.code = new StepCode(engine, context);
        this.input = new StepInput<>(context.id(), step, context.doneFor().images());
        this.auditSteps = new AuditSteps<>(engine, context, step);
        this.keeping = new StepKeeping<>(context);
        this.attempts = new ArrayList<>(context.memory().attempts(context.id(), step.definition()));
    }

    StepOutcome<O> run(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        Optional<StepOutcome<O>> settled = context.memory().settled(context.id(), step);
        if (settled.isPresent()) {
            context.keeper().takenOver(context, settled.get().result(), () -> input.hash(input.prepared(source)));
            return settled.get();
        }
        Optional<StepOutcome<O>> over = context.memory().over(context.id(), step);
        if (over.isPresent()) {
            return over(over.get());
        }
        Optional<StepOutcome<O>> undone = context.keeper().undone(context, step.definition());
        if (undone.isPresent()) {
            return undone.get();
        }
        context.journal().stepStarted(context.id(), step);
        StepResult<O> made = inTime(source, included);
        CompletableFuture<StepResult<O>> written = keeping.ended(made);
        StepResult<O> result = written.getNow(made);
        if (result.status() != StepStatus.COMPLETED && step.onFailure() == OnFailure.STOP) {
            context.scope().halt(result.status() == StepStatus.FAILED ? result.error() : null);
        }
        context.journal().stepFinished(context.id(), written);
        return new StepOutcome<>(result, auditSteps.results());
    }

    /** It had failed, and halts what it halted then. */
    private StepOutcome<O> over(StepOutcome<O> failed) {
        if (step.onFailure() == OnFailure.STOP) {
            context.scope().halt(failed.result().error());
        }
        return failed;
    }

    private StepResult<O> inTime(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        if (step.deadline().isEmpty()) {
            return executed(source, included);
        }
        Runnable disarm =
                engine.deadlines().arm(context.scope(), step.deadline().orElse(null));
        try {
            return context.scope().interruptibly(() -> executed(source, included));
        } finally {
            disarm.run();
        }
    }

    private StepResult<O> executed(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        try {
            return UserCode.call(context.id(), "the engine", () -> made(source, included));
        } catch (StepException e) {
            return ended(failure(), e);
        }
    }

    private StepResult<O> made(Supplier<? extends I> source, Supplier<List<ToolInput.Included>> included) {
        I given = input.prepared(source);
        keeping.given(() -> input.hash(given));
        if (step.definition() instanceof LocalStepDefinition<I, O> local) {
            Attempt<O> only = new LocalCall(engine, context, code).made(local, given, judge(given));
            keep(only);
            return ended(only);
        }
        List<ToolInput.Included> seen = UserCode.call(context.id(), "writing the included results as JSON", included);
        return calls(new StepRequests.Given<>(given, written(given), seen));
    }

    private Judge<I, O> judge(I given) {
        return new Judge<>(code, step, given, auditSteps);
    }

    private StepInput.Written written(I given) {
        return input.written(given, engine.settings().images());
    }

    private StepCalls.Asking<O> asking(StepRequests.Given<I> given) {
        StepRequests<I> requests =
                new StepRequests<>(context.id(), step, context.doneFor().images(), given);
        return new StepCalls.Asking<>(
                requests,
                judge(given.value()),
                () -> input.softer(given.value()).map(softer -> asking(given.with(softer, written(softer)))));
    }

    private StepResult<O> calls(StepRequests.Given<I> given) {
        StepCalls<O> calls = new StepCalls<>(engine, context, step, asking(given));
        boolean isNew = attempts.isEmpty() && !calls.isCalled(1);
        Optional<Attempt<O>> known = isNew ? calls.recalled() : Optional.empty();
        if (known.isPresent()) {
            return ended(kept(List.of(known.get())));
        }
        int done = context.memory().roundsDone(context.id());
        Attempt<O> last = goneOn(calls);
        for (int left = step.maxRetries() + (last == null ? 1 : 0) - done; last == null || mayTryAgain(last); left--) {
            if (last != null && left <= 0) {
                return ended(last);
            }
            context.scope().stopIfLate();
            if (!context.scope().mayStart() && !calls.isCalled(attempts.size() + 1)) {
                return ended(attempts.isEmpty() ? StepStatus.SKIPPED : StepStatus.CANCELLED, null);
            }
            if (last != null) {
                keeping.soFar(step.definition(), attempts);
            }
            last = kept(calls.round(attempts.size() + 1));
        }
        calls.ended(last);
        return ended(last);
    }

    /** Goes on from what an earlier run has paid for: what was not judged to the end, without a call; null where a round is to begin. */
    private @Nullable Attempt<O> goneOn(StepCalls<O> calls) {
        Optional<UnstoredReply> waiting = context.memory().take(context.id());
        if (waiting.isPresent()) {
            attempts.removeIf(attempt -> attempt.number() >= waiting.get().number());
            calls.goOnFrom(attempts);
            return keptAgain(calls.again(waiting.get()), List.of());
        }
        int first = context.memory().lastRound(context.id());
        List<Attempt<O>> round =
                attempts.stream().filter(attempt -> attempt.number() >= first).toList();
        if (round.stream().anyMatch(Judge::isUnjudged)) {
            attempts.removeIf(attempt -> attempt.number() >= first);
            calls.goOnFrom(attempts);
            return keptAgain(calls.again(round), round);
        }
        calls.goOnFrom(attempts);
        Attempt<O> last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        return last instanceof Attempt.Accepted && context.memory().isUnwritten(context.id()) ? last : null;
    }

    /** Keeps the attempts of a round; returns the one that counts. */
    private Attempt<O> kept(List<Attempt<O>> round) {
        round.forEach(this::keep);
        Attempt<O> last = round.get(round.size() - 1);
        if (!isCutOff(last)) {
            keeping.roundEnds();
        }
        return last;
    }

    /** A round that the run's end broke off was none of the tries of whoever goes on with it. */
    private boolean isCutOff(Attempt<O> last) {
        return context.scope().isStopped()
                && last instanceof Attempt.Failed<O> failed
                && failed.output().isEmpty()
                && !(failed.error() instanceof ToolCallException.Rejected
                        || failed.error() instanceof ToolCallException.Malformed);
    }

    /** The same for a round that was kept before, as it was then: what changed is told, what was paid was told then. */
    private Attempt<O> keptAgain(List<Attempt<O>> round, List<Attempt<O>> before) {
        for (Attempt<O> attempt : round) {
            attempts.add(attempt);
            if (before.stream().noneMatch(same -> same == attempt)) {
                context.journal().judged(context.id(), attempt, BegunAttempt.withoutACall(attempt.made()));
            }
        }
        return round.get(round.size() - 1);
    }

    private void keep(Attempt<O> attempt) {
        attempts.add(attempt);
        context.journal().judged(context.id(), attempt, attempt.made());
    }

    private static boolean mayTryAgain(Attempt<?> attempt) {
        return attempt instanceof Attempt.Rejected
                || (attempt instanceof Attempt.Failed<?> failed
                        && failed.error() instanceof ToolCallException.Malformed);
    }

    private StepResult<O> ended(Attempt<O> last) {
        if (last instanceof Attempt.Accepted) {
            return ended(StepStatus.COMPLETED, null);
        }
        RuntimeException error = last instanceof Attempt.Failed<O> failed
                ? failed.error()
                : StepErrors.rejected(context.id(), attempts.size(), last);
        boolean neverMade =
                error instanceof ToolCallException.Cancelled && !context.scope().mayStart();
        return ended(neverMade ? StepStatus.CANCELLED : failure(), error);
    }

    private StepStatus failure() {
        return around.isStopped() ? StepStatus.CANCELLED : StepStatus.FAILED;
    }

    private StepResult<O> ended(StepStatus status, @Nullable RuntimeException error) {
        if (status != StepStatus.COMPLETED
                && context.scope() != around
                && context.scope().isStoppedAlone()) {
            return new StepResult<>(
                    context.id(),
                    step.definition(),
                    StepStatus.FAILED,
                    attempts,
                    StepErrors.timedOut(context.id(), step, attempts.size(), error));
        }
        return new StepResult<>(context.id(), step.definition(), status, attempts, error);
    }
}
