package dev.toolflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the calls of one step and has judged what comes back, round by round: one attempt, or several candidates. For one
 * thread.
 *
 * @param <O> what the step makes
 */
final class StepCalls<O> {
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
            .build());

    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<?, O> step;
    private final StepRequests<?> requests;
    private final Judge<?, O> judge;
    private final RecalledResult<O> recalled;
    private final StepFeedback feedback;
    private List<GeneratedImage> failed = List.of();

    StepCalls(EngineParts engine, StepContext context, ToolCallStep<?, O> step, Asking<O> asking) {
        this.engine = engine;
        this.context = context;
        this.step = step;
        this.requests = asking.requests();
        this.judge = asking.judge();
        this.recalled = asking.recalled();
        this.feedback = new StepFeedback(step);
    }

    /** What is asked, who judges the answer, and what is to hear of it. */
    record Asking<O>(StepRequests<?> requests, Judge<?, O> judge, RecalledResult<O> recalled) {}

    /** Goes on from attempts of an earlier run: the next call is told of them. */
    void goOnFrom(List<Attempt<O>> earlier) {
        int told = requests.candidates() > 1 ? Math.max(0, earlier.size() - 1) : 0;
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
        reply.answered().images().rewind();
        return ranked(judged(reply.answered(), reply.number(), reply.made()));
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
            return new Tried<>(judge.again(unjudged), json);
        } catch (StepException e) {
            return failed(e, json, attempt.number(), attempt.made());
        }
    }

    private static @Nullable String json(Attempt<?> attempt) {
        return attempt.output()
                .map(output -> ResultJson.tree(output).toString())
                .orElse(null);
    }

    /** The attempts of the next round, the one that counts last. */
    List<Attempt<O>> round(int number) {
        context.memory().roundBegins(context.id(), number);
        List<Tried<O>> tried = new ArrayList<>();
        int left = requests.candidates();
        while (left > 0 && (tried.isEmpty() || mayGoOn(tried))) {
            int asked = Math.min(left, requests.candidatesOfOneCall());
            tried.addAll(called(requests.next(feedback.attempts(), failed, asked), number + tried.size()));
            left -= asked;
        }
        return ranked(tried);
    }

    private List<Attempt<O>> ranked(List<Tried<O>> tried) {
        List<Tried<O>> ranked = Tried.ranked(tried);
        remember(ranked.get(ranked.size() - 1));
        return ranked.stream().<Attempt<O>>map(Tried::attempt).toList();
    }

    private boolean mayGoOn(List<Tried<O>> tried) {
        return context.scope().mayStart() && tried.stream().noneMatch(Tried::endsItsStep);
    }

    private void remember(Tried<O> best) {
        Attempt<O> attempt = best.attempt();
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
        Called called = engine.transport().call(request, step, number, context);
        Made made = begun.made(called.tally());
        context.journal().settled(context.id(), number, made);
        if (called instanceof Called.Answered answered) {
            return judged(answered, number, made);
        }
        return List.of(failed(((Called.Failed) called).error(), null, number, made));
    }

    /** The spool is kept for pictures that their store did not take. */
    private List<Tried<O>> judged(Called.Answered answered, int number, Made made) {
        List<Tried<O>> tried = new ArrayList<>();
        try {
            for (Called.Answered candidate : candidates(answered)) {
                if (!tried.isEmpty()) {
                    context.journal().intended(context.id(), number + tried.size(), made.model());
                }
                tried.add(judgedAlone(
                        candidate, number + tried.size(), tried.isEmpty() ? made : BegunAttempt.withoutACall(made)));
            }
        } finally {
            if (tried.stream().anyMatch(Tried::waitsForItsStore)) {
                context.memory().keep(context.id(), new UnstoredReply(number, made, answered));
            } else {
                answered.images().close();
            }
        }
        return tried;
    }

    private Tried<O> judgedAlone(Called.Answered answered, int number, Made made) {
        String json = answered.response().output();
        try {
            O output = engine.reader().read(step, answered, origin(answered, number));
            recalled.received(number, output, json);
            return new Tried<>(judge.judge(output, number, made), json);
        } catch (ToolCallException.Malformed | StepException e) {
            return failed(e, json, number, made);
        }
    }

    private PictureOrigin origin(Called.Answered answered, int number) {
        return new PictureOrigin(
                context, number, answered.request(), engine.settings().clock());
    }

    private Tried<O> failed(RuntimeException error, @Nullable String json, int number, Made made) {
        return new Tried<>(new Attempt.Failed<>(number, null, error, issues(error), made), json);
    }

    /** What the next call, or whoever mends the store, is to know. */
    private static List<Issue> issues(RuntimeException error) {
        if (error instanceof StepException.StoreFailed) {
            return List.of(issue(error, "the picture could not be stored").from("store"));
        }
        return error instanceof ToolCallException.Malformed
                ? List.of(issue(error, "the reply could not be used").from("reply"))
                : List.of();
    }

    private static Issue issue(RuntimeException error, String silent) {
        String message = String.valueOf(error.getMessage());
        return Issue.critical(message.isBlank() ? silent : message);
    }

    /** Each picture of a reply as a reply of its own. */
    private List<Called.Answered> candidates(Called.Answered answered) {
        JsonNode reply = requests.candidates() > 1 ? tree(answered.response().output()) : JSON.missingNode();
        if (!(reply instanceof ObjectNode whole) || whole.path("images").size() < 2) {
            return List.of(answered);
        }
        List<Called.Answered> each = new ArrayList<>();
        for (JsonNode image : whole.path("images")) {
            // What else the reply says, such as the hash of the prompt that was sent, holds for each picture.
            ObjectNode alone = whole.deepCopy();
            alone.putArray("images").add(image);
            ToolCallResponse response =
                    new ToolCallResponse(alone.toString(), answered.response().receipt());
            each.add(answered.with(response));
        }
        return each;
    }

    /** A reply that is no JSON is left to the reader of replies, which says so. */
    private static JsonNode tree(String output) {
        try {
            return JSON.readTree(output);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
