package dev.toolflow;

import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.UnscriptedCallException;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request and returns what came of it: waits for its turn, lends the spool, tells the service's faults apart.
 * Thread-safe, shared by all runs of an engine.
 */
final class Sending {
    private static final Duration CHAT_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration IMAGE_TIMEOUT = Duration.ofMinutes(10);

    private final EngineSettings settings;
    private final ImagePolicy images;
    private final ImageIngestor ingestor;
    private final Executor aside;
    private final CallLimits limits;

    /** @param aside takes in previews, which must not hold up a call */
    Sending(EngineSettings settings, ImagePolicy images, Executor aside) {
        this.settings = settings;
        this.images = images;
        this.ingestor = new ImageIngestor(settings.images(), settings.imageLimits(), settings.clock());
        this.aside = aside;
        this.limits = new CallLimits(settings);
    }

    /**
     * What one attempt asks, and on which terms.
     *
     * @param request the request
     * @param attempt the attempt's number
     * @param timeout how long one call may take
     * @param limits what its images may be
     * @param patience how long it may wait for its rate before another model is asked; null where there is none
     */
    record Asked(
            ToolCallRequest request,
            int attempt,
            Duration timeout,
            ImageLimits limits,
            @Nullable Duration patience) {}

    /** What is sent for an attempt of a step, once or again. */
    Asked asked(ToolCallRequest request, ToolCallStep<?, ?> step, int attempt) {
        Duration usual = request.endpoint().isImage() ? IMAGE_TIMEOUT : CHAT_TIMEOUT;
        return new Asked(
                request,
                attempt,
                step.calling().timeout().orElse(usual),
                images.limits(step),
                isLast(request.model(), step) ? null : settings.retry().longestRetryAfter());
    }

    private static boolean isLast(String model, ToolCallStep<?, ?> step) {
        List<String> others = step.calling().fallback();
        return others.isEmpty() || others.get(others.size() - 1).equals(model);
    }

    /** Sends it once, if it may be sent, and adds it to what was sent before. */
    Called once(Asked asked, StepContext context, Called.Tally before) {
        try {
            context.doneFor().admit(context.id(), asked.request().model(), context.scope());
            Reservation reserved = reserved(asked.request(), context);
            try (CallLimits.Passage passage = entered(asked, context, reserved)) {
                return passage.ended(sent(passage, context, before, reserved));
            }
        } catch (ToolCallException | StepException held) {
            return new Called.Failed(held, before);
        }
    }

    /** Who waits for a budget waits here in nobody's way; what is not sent after all costs nothing. */
    private CallLimits.Passage entered(Asked asked, StepContext context, Reservation reserved) {
        try {
            return limits.enter(asked, context);
        } catch (RuntimeException | Error e) {
            reserved.giveBack();
            throw e;
        }
    }

    /** Nothing is sent that a budget does not allow; then nothing new starts in the run. */
    private static Reservation reserved(ToolCallRequest request, StepContext context) {
        try {
            return context.purse().reserve(request, context.scope());
        } catch (StepException.OverBudget e) {
            context.scope().haltRun(e);
            throw e;
        }
    }

    private Called sent(CallLimits.Passage passage, StepContext context, Called.Tally before, Reservation reserved) {
        Asked asked = passage.asked();
        Sent sent = new Sent(asked.request(), before, reserved, intended(asked, context, before, reserved));
        ImageSpool spool = new ImageSpool(asked.limits());
        Previews previews = previews(asked, context, spool);
        try {
            ToolCallResponse response = settings.service()
                    .executeToolCall(asked.request(), new EngineCall(context, settings, passage, previews));
            previews.end();
            return answered(sent, response, spool);
        } catch (Throwable e) {
            previews.drop();
            spool.close();
            context.scope().stopIfLate();
            RuntimeException fault = fault(context.id(), e);
            if (e instanceof UnscriptedCallException) {
                context.scope().haltRun(fault);
            }
            return failed(sent, fault, receipt(e, spool));
        }
    }

    /** A call on its way, and where it is written down. */
    private record Sent(ToolCallRequest request, Called.Tally before, Reservation reserved, KeptCall kept) {}

    private static void requireStillAllowed(StepContext context) {
        try {
            context.purse().requireStillAllowed(context.id());
        } catch (StepException.OverBudget e) {
            context.scope().haltRun(e);
            throw e;
        }
    }

    /** It is written down before it is made; what cannot be is not made and costs nothing. */
    private static KeptCall intended(Asked asked, StepContext context, Called.Tally before, Reservation reserved) {
        try {
            requireStillAllowed(context);
            return context.keeper().intends(context, asked, before.calls() + 1, reserved);
        } catch (RuntimeException | Error e) {
            reserved.giveBack();
            throw e;
        }
    }

    /** The reply is written down before it is looked at. */
    private Called answered(Sent sent, ToolCallResponse response, ImageSpool spool) {
        CallReceipt receipt = response.receipt();
        Cost cost = cost(sent.request(), receipt);
        Reservation.Taken taken = sent.reserved().settle(receipt, cost, null);
        Called.Tally tally = sent.before().plus(receipt, cost, null);
        RuntimeException unwritten =
                sent.kept().settled(new KeptCall.How(receipt, cost, taken, response.output(), spool.images(), null));
        if (unwritten == null) {
            return new Called.Answered(sent.request(), response, new ReceivedImages(spool), tally);
        }
        spool.close();
        return new Called.Failed(unwritten, tally);
    }

    private Called failed(Sent sent, RuntimeException error, CallReceipt receipt) {
        Cost cost = cost(sent.request(), receipt);
        Reservation.Taken taken = sent.reserved().settle(receipt, cost, error);
        sent.kept().settled(new KeptCall.How(receipt, cost, taken, null, List.of(), error));
        return new Called.Failed(error, sent.before().plus(receipt, cost, error));
    }

    private Previews previews(Asked asked, StepContext context, ImageSpool spool) {
        PictureOrigin origin = new PictureOrigin(context, asked.attempt(), asked.request(), settings.clock());
        return new Previews(origin, ingestor.within(spool.limits()), spool, aside);
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

    /**
     * What a service may throw is its contract's exceptions and those of the image store; all else is a fault of its own, or
     * of a test that its mock was not told all of.
     */
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
        String why = thrown instanceof UnscriptedCallException
                ? thrown.getMessage()
                : "the service threw " + thrown.getClass().getName()
                        + ", which is no ToolCallException; see the cause and mend the service";
        return new StepException.ServiceFailed("step '" + stepId + "': " + why, thrown);
    }

    private Cost cost(ToolCallRequest request, CallReceipt receipt) {
        return settings.prices().costOf(request.model(), receipt.usage());
    }
}
