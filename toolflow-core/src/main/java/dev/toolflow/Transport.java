package dev.toolflow;

import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes the calls of one attempt: one, and more where the network or the provider failed in passing. How often and when is
 * resilience4j's to say; waiting is the {@link Sleeper}'s. Thread-safe, shared by all runs of an engine.
 */
final class Transport {
    private static final double DOUBLING = 2;
    private static final double JITTER = 0.5;
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

    private final Sleeper sleeper;
    private final Sending sending;
    private final RetryBudget budget = new RetryBudget();
    private final Retry knownOnly;
    private final Retry unknownToo;

    Transport(Sending sending, RetryPolicy policy, Sleeper sleeper) {
        this.sending = sending;
        this.sleeper = sleeper;
        this.knownOnly = retry(policy, false);
        this.unknownToo = retry(policy, true);
    }

    /** Calls until there is a reply to judge or no further call is allowed. */
    Called call(ToolCallRequest request, ToolCallStep<?, ?> step, int attempt, StepContext context) {
        Optional<KeptPast.Calls> earlier = context.memory().past().take(context.id(), attempt);
        return earlier.flatMap(calls -> known(calls, request, step, context)).orElseGet(() -> {
            Sending.Asked asked = sending.asked(request, step, attempt);
            budget.called();
            return repeated(
                    sending.once(
                            asked, context, earlier.map(KeptPast.Calls::tally).orElse(Called.Tally.NOTHING)),
                    asked,
                    step.calling().onUnknown(),
                    context);
        });
    }

    private Called repeated(Called first, Sending.Asked asked, OnUnknown onUnknown, StepContext context) {
        boolean mayRepeatUnknown = !asked.request().endpoint().isImage() || onUnknown == OnUnknown.RETRY;
        Retry.AsyncContext<ToolCallResponse> repeats = (mayRepeatUnknown ? unknownToo : knownOnly).asyncContext();
        Called called = first;
        while (called instanceof Called.Failed failed) {
            Optional<Duration> pause = pauseBeforeRepeat(repeats, failed.error(), context);
            if (pause.isEmpty()) {
                return failed;
            }
            if (!budget.tryRepeat()) {
                return new Called.Failed(RetryBudget.spent(failed.error()), failed.tally());
            }
            context.journal().waiting(context.id(), asked.attempt(), pause.get(), reason(failed));
            Optional<RuntimeException> broken = waited(pause.get(), context);
            if (broken.isPresent()) {
                return new Called.Failed(broken.get(), failed.tally());
            }
            called = sending.once(asked, context, failed.tally());
        }
        repeats.onComplete();
        return called;
    }

    /** What calls of an earlier process came to, where none is to follow; else the attempt goes on with one more. */
    private static Optional<Called> known(
            KeptPast.Calls calls, ToolCallRequest request, ToolCallStep<?, ?> step, StepContext context) {
        KeptPast.Reply reply = calls.reply();
        if (reply != null) {
            return Optional.of(new Called.Answered(request, reply.response(), reply.images(), calls.tally()));
        }
        RuntimeException error = calls.error();
        boolean isOver = calls.isOver()
                || !context.scope().mayStart()
                || (calls.isUnknown() && !step.calling().repeatsInFlight());
        return error != null && isOver ? Optional.of(new Called.Failed(error, calls.tally())) : Optional.empty();
    }

    private static String reason(Called.Failed failed) {
        return String.valueOf(failed.error().getMessage());
    }

    private Optional<Duration> pauseBeforeRepeat(
            Retry.AsyncContext<ToolCallResponse> repeats, RuntimeException error, StepContext context) {
        if (!context.scope().mayStart()) {
            return Optional.empty();
        }
        long millis = repeats.onError(error);
        if (millis < 0) {
            return Optional.empty();
        }
        Duration pause = Duration.ofMillis(millis);
        boolean inTime = context.scope()
                .timeLeft()
                .map(left -> left.compareTo(pause) > 0)
                .orElse(true);
        return inTime ? Optional.of(pause) : Optional.empty();
    }

    /** Waits, and returns why no call follows, if none does. */
    private Optional<RuntimeException> waited(Duration pause, StepContext context) {
        try {
            boolean goesOn = UserCode.call(
                    context.id(), "the engine's sleeper", () -> context.scope().waits(() -> sleeper.sleep(pause)));
            return goesOn ? Optional.empty() : Optional.of(givenUp(context));
        } catch (StepException e) {
            return Optional.of(e);
        }
    }

    private static ToolCallException givenUp(StepContext context) {
        return new ToolCallException.Cancelled(
                "step '" + context.id() + "': given up in the pause before its next call, since the run ended",
                CallReceipt.none(),
                null);
    }

    private static Retry retry(RetryPolicy policy, boolean unknownToo) {
        IntervalFunction backoff =
                IntervalFunction.ofExponentialRandomBackoff(policy.firstPause(), DOUBLING, JITTER, longest(policy));
        RetryConfig config = RetryConfig.<ToolCallResponse>custom()
                .maxAttempts(policy.maxCalls())
                .retryOnException(error -> mayRepeat(error, policy, unknownToo))
                .intervalBiFunction((calls, outcome) -> Math.max(backoff.apply(calls), hint(outcome)))
                .build();
        return Retry.of(unknownToo ? "toolflow-unknown-too" : "toolflow-known-only", config);
    }

    private static Duration longest(RetryPolicy policy) {
        return policy.firstPause().compareTo(LONGEST_BACKOFF) > 0 ? policy.firstPause() : LONGEST_BACKOFF;
    }

    private static boolean mayRepeat(Throwable error, RetryPolicy policy, boolean unknownToo) {
        if (error instanceof ToolCallException.Transient passing) {
            return passing.held().isEmpty()
                    && passing.retryAfter()
                            .map(hint -> hint.compareTo(policy.longestRetryAfter()) <= 0)
                            .orElse(true);
        }
        return unknownToo && error instanceof ToolCallException.OutcomeUnknown;
    }

    private static long hint(Either<Throwable, ToolCallResponse> outcome) {
        return outcome.isLeft() && outcome.getLeft() instanceof ToolCallException.Transient passing
                ? passing.retryAfter().map(Duration::toMillis).orElse(0L)
                : 0;
    }
}
