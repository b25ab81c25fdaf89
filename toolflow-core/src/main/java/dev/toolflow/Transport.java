package dev.toolflow;

import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Makes the calls of one attempt: one, and more where the network or the provider failed in passing. How often and when is
 * resilience4j's to say; waiting is the {@link Sleeper}'s. Thread-safe, shared by all runs of an engine.
 */
final class Transport {
    private static final Duration CHAT_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration IMAGE_TIMEOUT = Duration.ofMinutes(10);
    private static final double DOUBLING = 2;
    private static final double JITTER = 0.5;
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(60);

    private final EngineSettings settings;
    private final ImagePolicy images;
    private final Executor aside;
    private final CallsInFlight gate;
    private final RetryBudget budget = new RetryBudget();
    private final Retry knownOnly;
    private final Retry unknownToo;

    /** @param aside takes in previews, which must not hold up a call */
    Transport(EngineSettings settings, ImagePolicy images, Executor aside) {
        this.settings = settings;
        this.images = images;
        this.aside = aside;
        this.gate = new CallsInFlight(settings.callsInFlight());
        this.knownOnly = retry(settings.retry(), false);
        this.unknownToo = retry(settings.retry(), true);
    }

    /** How long one call of a step may take, and what its images may be. */
    private record Terms(Duration timeout, ImageLimits limits) {
        static Terms of(ToolCallStep<?, ?> step, ToolCallRequest request, ImagePolicy images) {
            Duration usual = request.endpoint().isImage() ? IMAGE_TIMEOUT : CHAT_TIMEOUT;
            return new Terms(step.calling().timeout().orElse(usual), images.limits(step));
        }
    }

    /** Calls until there is a reply to judge or no further call is allowed. */
    Called call(ToolCallRequest request, ToolCallStep<?, ?> step, int attempt, StepContext context) {
        boolean mayRepeatUnknown =
                !request.endpoint().isImage() || step.calling().onUnknown() == OnUnknown.RETRY;
        Retry.AsyncContext<ToolCallResponse> repeats = (mayRepeatUnknown ? unknownToo : knownOnly).asyncContext();
        Called.Tally tally = Called.Tally.NOTHING;
        budget.called();
        while (true) {
            Called called = once(new Asked(request, attempt, Terms.of(step, request, images)), context, tally);
            if (!(called instanceof Called.Failed failed)) {
                repeats.onComplete();
                return called;
            }
            Optional<Duration> pause = pauseBeforeRepeat(repeats, failed.error(), context);
            if (pause.isEmpty()) {
                return called;
            }
            context.journal().waiting(context.id(), attempt, pause.get(), reason(failed));
            Optional<RuntimeException> broken = waited(pause.get(), context);
            if (broken.isPresent()) {
                return new Called.Failed(broken.get(), called.tally());
            }
            tally = called.tally();
        }
    }

    private static String reason(Called.Failed failed) {
        return String.valueOf(failed.error().getMessage());
    }

    /** What one attempt asks, and on which terms. */
    private record Asked(ToolCallRequest request, int attempt, Terms terms) {}

    private Called once(Asked asked, StepContext context, Called.Tally before) {
        if (!gate.enter(context.scope())) {
            return new Called.Failed(neverSent(context), before);
        }
        try {
            return sent(asked, context, before);
        } finally {
            gate.leave();
        }
    }

    private Called sent(Asked asked, StepContext context, Called.Tally before) {
        ToolCallRequest request = asked.request();
        ImageSpool spool = new ImageSpool(asked.terms().limits());
        Previews previews = previews(asked, context, spool);
        try {
            ToolCallResponse response = settings.service()
                    .executeToolCall(
                            request,
                            new EngineCall(context, settings, asked.terms().timeout(), previews));
            previews.end();
            return new Called.Answered(
                    request, response, new ReceivedImages(spool), add(before, response.receipt(), request));
        } catch (Throwable e) {
            previews.drop();
            spool.close();
            context.scope().stopIfLate();
            RuntimeException error = fault(context.id(), e);
            return new Called.Failed(error, add(before, receipt(e, spool), request));
        }
    }

    private Previews previews(Asked asked, StepContext context, ImageSpool spool) {
        PictureOrigin origin = new PictureOrigin(context, asked.attempt(), asked.request(), settings.clock());
        ImageIngestor ingestor = new ImageIngestor(settings.images(), spool.limits(), settings.clock());
        return new Previews(origin, ingestor, spool, aside);
    }

    /** A store that fails before a picture came back could not give what was to be sent: then nothing was bought. */
    private static CallReceipt receipt(Throwable thrown, ImageSpool spool) {
        if (thrown instanceof ToolCallException call) {
            return call.receipt();
        }
        return thrown instanceof ImageStoreException && !spool.isUsed()
                ? CallReceipt.none()
                : CallReceipt.unreported(null, null);
    }

    /** What a service may throw is its contract's exceptions and those of the image store; all else is a fault of its own. */
    private static RuntimeException fault(String stepId, Throwable thrown) {
        if (thrown instanceof ToolCallException.NotReceived paid) {
            return new StepException.StoreFailed(
                    String.valueOf(paid.getMessage()), Objects.requireNonNull(paid.getCause(), "cause"));
        }
        if (thrown instanceof ToolCallException known) {
            return known;
        }
        if (thrown instanceof ImageRefusedException refused) {
            return new ToolCallException.Malformed(
                    "step '" + stepId + "': unusable image: " + refused.getMessage(),
                    CallReceipt.unreported(null, null),
                    refused);
        }
        if (thrown instanceof ImageStoreException store) {
            return new StepException.StoreFailed(
                    "step '" + stepId + "': an image could not be received or opened: " + store.getMessage(), store);
        }
        return new StepException.ServiceFailed(
                "step '" + stepId + "': the service threw " + thrown.getClass().getName()
                        + ", which is no ToolCallException; see the cause and mend the service",
                thrown);
    }

    private Called.Tally add(Called.Tally before, CallReceipt receipt, ToolCallRequest request) {
        return before.plus(receipt, settings.prices().costOf(request.model(), receipt.usage()));
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
        return inTime && budget.tryRepeat() ? Optional.of(pause) : Optional.empty();
    }

    /** Waits, and returns why no call follows, if none does. */
    private Optional<RuntimeException> waited(Duration pause, StepContext context) {
        try {
            boolean goesOn = UserCode.call(
                    context.id(), "the engine's sleeper", () -> context.scope().pause(settings.sleeper(), pause));
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

    private static ToolCallException neverSent(StepContext context) {
        return new ToolCallException.Cancelled(
                "step '" + context.id() + "': stopped while it waited for its turn; nothing was sent",
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
            return passing.retryAfter()
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
