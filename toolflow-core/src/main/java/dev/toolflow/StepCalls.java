package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one step and has judged what comes back, round by round: one attempt, or several candidates. For one
 * thread.
 *
 * @param <O> what the step makes
 */
final class StepCalls<O> {
    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<?, O> step;
    private final RecalledResult<O> recalled;
    private final ReplyJudge<O> judge;
    private final StepFeedback feedback;
    private final ModelChoice models;
    private Asking<O> asking;
    private boolean softened;
    private List<GeneratedImage> failed = List.of();

    StepCalls(EngineParts engine, StepContext context, ToolCallStep<?, O> step, Asking<O> asking) {
        this.engine = engine;
        this.context = context;
        this.step = step;
        this.asking = asking;
        this.recalled = new RecalledResult<>(engine, context, step, asking);
        this.judge = new ReplyJudge<>(engine, context, step, recalled);
        this.models = new ModelChoice(
                asking.requests().models(), Endpoint.forTool(step.definition().name()));
        this.feedback = new StepFeedback(step);
    }

    /**
     * What is asked, and who judges the answer.
     *
     * @param requests what is asked
     * @param judge judges the answer
     * @param softer makes what is asked when moderation stopped it; nothing where it cannot be softened
     */
    record Asking<O>(StepRequests<?> requests, Judge<?, O> judge, Supplier<Optional<Asking<O>>> softer) {}

    /** Goes on from attempts of an earlier run: the next call is told of them. */
    void goOnFrom(List<Attempt<O>> earlier) {
        if (context.memory().roundsDone(context.id()) > 0) {
            goSameWay(earlier);
        }
        int told = asking.requests().candidates() > 1 ? Math.max(0, earlier.size() - 1) : 0;
        for (Attempt<O> attempt : earlier.subList(told, earlier.size())) {
            if (attempt instanceof Attempt.Rejected
                    || (attempt instanceof Attempt.Failed<O> failure
                            && failure.error() instanceof ToolCallException.Malformed)) {
                remember(new Tried<>(attempt, json(attempt)));
            }
        }
    }

    /** The attempts of a round whose reply had waited for its store, without a call. */
    List<Attempt<O>> again(UnstoredReply reply) {
        context.journal().intended(context.id(), reply.number(), reply.made().model());
        Called.Answered answered = reply.answered(
                () -> request(reply.made().model(), asking.requests().candidates()));
        answered.images().rewind();
        List<Tried<O>> tried = judge.judged(asking, answered, reply.number(), reply.made());
        recalled.forget();
        return ranked(tried);
    }

    /** Whether an earlier process has called for this attempt or a later one, of which nothing is known. */
    boolean isCalled(int attempt) {
        return context.memory().past().knows(context.id(), attempt);
    }

    /** The attempts of a round, those judged now that could not be judged before; without a call. */
    List<Attempt<O>> again(List<Attempt<O>> round) {
        return ranked(round.stream()
                .sorted(Comparator.comparing(Attempt::number))
                .map(this::judgedAgain)
                .toList());
    }

    private Tried<O> judgedAgain(Attempt<O> attempt) {
        String json = json(attempt);
        if (!(attempt instanceof Attempt.Failed<O> unjudged) || !Judge.isUnjudged(attempt)) {
            return new Tried<>(attempt, json);
        }
        context.journal()
                .intended(context.id(), attempt.number(), attempt.made().model());
        try {
            return new Tried<>(asking.judge().again(unjudged), json);
        } catch (StepException e) {
            return Tried.failed(e, json, attempt.number(), attempt.made());
        }
    }

    private static @Nullable String json(Attempt<?> attempt) {
        return attempt.output()
                .map(output -> ResultJson.tree(output).toString())
                .orElse(null);
    }

    /** The attempt that an output of an earlier run makes, without a call. */
    Optional<Attempt<O>> recalled() {
        return recalled.find();
    }

    /** The step has ended with this attempt. */
    void ended(Attempt<O> last) {
        recalled.ended(last);
    }

    /** The attempts of the next round, the one that counts last. */
    List<Attempt<O>> round(int number) {
        context.memory().roundBegins(context.id(), number);
        List<Tried<O>> tried = new ArrayList<>();
        int left = asking.requests().candidates();
        boolean goesOn = true;
        while (left > 0 && goesOn) {
            int asked = asked(models.model(), left);
            List<Tried<O>> now = called(request(models.model(), left), number + tried.size());
            boolean mayCall = mayCall(number + tried.size() + now.size());
            boolean anotherWay = false;
            try {
                anotherWay = mayCall && goesAnotherWay(now.get(0).attempt());
            } catch (StepException e) {
                now = List.of(now.get(0).because(e));
            }
            tried.addAll(now);
            left -= anotherWay ? 0 : asked;
            goesOn = anotherWay || (mayCall && now.stream().noneMatch(Tried::endsItsStep));
        }
        return ranked(tried);
    }

    /** What is asked for the candidates that are left, or for as many of them as one call can make. */
    private ToolCallRequest request(String model, int left) {
        return asking.requests().next(model, feedback.attempts(), failed, asked(model, left));
    }

    private int asked(String model, int left) {
        return Math.min(left, asking.requests().candidatesOfOneCall(model));
    }

    /** Whether this attempt may begin, or had begun in an earlier process. */
    private boolean mayCall(int attempt) {
        return context.scope().mayStart() || isCalled(attempt);
    }

    /** Whether a call that failed is made with a softer input, or by another model. */
    private boolean goesAnotherWay(Attempt<O> attempt) {
        if (!(attempt instanceof Attempt.Failed<O> call) || !models.mayAnotherAnswer(call.error())) {
            return false;
        }
        if (soften(call)) {
            context.journal().softened(context.id(), call);
            return true;
        }
        if (models.fallBack()) {
            context.journal().fellBack(context.id(), call, models.model());
            return true;
        }
        return false;
    }

    private boolean soften(Attempt.Failed<O> call) {
        boolean moderated = call.error() instanceof ToolCallException.Rejected rejected
                && rejected.reason() == Rejection.MODERATION;
        if (!moderated || softened) {
            return false;
        }
        softened = true;
        Optional<Asking<O>> softer = asking.softer().get();
        softer.ifPresent(other -> asking = other);
        return softer.isPresent();
    }

    /** Asks as a process did at last that died: in the way that its earlier attempts led to. */
    private void goSameWay(List<Attempt<O>> earlier) {
        for (Attempt<O> attempt : earlier.subList(0, Math.max(0, earlier.size() - 1))) {
            if (attempt instanceof Attempt.Failed<O> call && models.mayAnotherAnswer(call.error()) && !soften(call)) {
                models.fallBack();
            }
        }
    }

    private List<Attempt<O>> ranked(List<Tried<O>> tried) {
        List<Tried<O>> ranked = Tried.ranked(tried);
        remember(ranked.get(ranked.size() - 1));
        List<Attempt<O>> attempts = new ArrayList<>(ranked.size());
        ranked.forEach(each -> attempts.add(each.attempt()));
        return attempts;
    }

    /** What the next attempt is told; there is none behind one that was accepted. */
    private void remember(Tried<O> best) {
        Attempt<O> attempt = best.attempt();
        if (attempt instanceof Attempt.Accepted) {
            return;
        }
        if (attempt instanceof Attempt.Failed<O> unusable) {
            feedback.unusable(unusable.error(), best.json(), attempt.number());
        } else {
            feedback.judged(attempt, best.json());
        }
        if (attempt.output().orElse(null) instanceof ImageGenerationOutput pictures) {
            failed = pictures.images();
        }
    }

    private List<Tried<O>> called(ToolCallRequest request, int number) {
        context.journal().intended(context.id(), number, request.model());
        BegunAttempt begun = BegunAttempt.now(
                request.tool().name(), request.model(), engine.settings().clock());
        Optional<KeptPast.Calls> earlier = context.memory().past().find(context.id(), number);
        Called called = engine.transport().call(request, step, number, context);
        models.called(called.tally());
        Optional<Made> before =
                earlier.filter(calls -> calls.tally().equals(called.tally())).map(KeptPast.Calls::made);
        Made made = before.orElseGet(() -> begun.made(called.tally()));
        if (before.isEmpty()) {
            context.journal().settled(context.id(), number, made);
        }
        if (called instanceof Called.Answered answered) {
            return judge.judged(asking, answered, number, made);
        }
        return List.of(Tried.failed(((Called.Failed) called).error(), null, number, made));
    }
}
