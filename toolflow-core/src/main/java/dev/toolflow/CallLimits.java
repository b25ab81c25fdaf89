package dev.toolflow;

import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call passes before it is sent: the circuit of its model, its rates, and the gate of all calls in flight. Waits hold no
 * place in a later one. Thread-safe, shared by all runs of an engine.
 */
final class CallLimits {
    private final ModelLanes lanes;
    private final CallsInFlight gate;

    CallLimits(EngineSettings settings) {
        this.lanes = new ModelLanes(settings);
        this.gate = new CallsInFlight(settings.callsInFlight());
    }

    /**
     * Waits until the call may be sent.
     *
     * @throws ToolCallException when it is not to be sent
     */
    Passage enter(Sending.Asked asked, StepContext context) {
        Passage passage = new Passage(context, asked);
        try {
            passage.enter();
            return passage;
        } catch (RuntimeException | Error e) {
            passage.close();
            throw e;
        }
    }

    /** One call on its way through; closed when it is over. For one thread, but for what is told. */
    final class Passage implements AutoCloseable {
        private final StepContext context;
        private final Sending.Asked asked;
        private final CallNeed estimated;
        private final ModelLane lane;
        private final List<RatePlace> rates = new ArrayList<>();
        private boolean inFlight;
        private boolean let;

        private Passage(StepContext context, Sending.Asked asked) {
            this.context = context;
            this.asked = asked;
            this.estimated = needOf(asked.request());
            String model = asked.request().model();
            RateLimits own = context.doneFor().limits();
            if (!own.equals(RateLimits.none())) {
                rates.add(new RatePlace(lanes.ofTenant(context.tenant(), model, own), estimated));
            }
            this.lane = lanes.enter(context.keyId(), model);
            rates.add(new RatePlace(lane, estimated));
        }

        private void enter() {
            lane.breaker().requireChance(context);
            inFlight = rates.stream().allMatch(place -> place.enter(context, asked))
                    && gate.enter(context.scope(), context.tenant());
            if (!inFlight) {
                throw neverSent(context);
            }
            lane.breaker().enter(context);
            let = true;
        }

        /** On which terms the call is made. */
        Sending.Asked asked() {
            return asked;
        }

        /** What the provider said of its limits. */
        void told(RateLimitStatus status) {
            lane.rates().told(status);
        }

        /** The call was sent and ended so. */
        Called ended(Called called) {
            lane.breaker().ended(called);
            let = false;
            rates.forEach(place -> place.settled(real(called.tally().receipt())));
            return called;
        }

        /** A refused call took no tokens, and one of which nothing is known what was estimated. */
        private CallNeed real(CallReceipt receipt) {
            TokenUsage usage = receipt.usage();
            return usage.unreportedCalls() > 0
                    ? estimated
                    : new CallNeed(1, usage.input() + usage.output(), estimated.images());
        }

        @Override
        public void close() {
            if (let) {
                lane.breaker().leave();
            }
            if (inFlight) {
                gate.leave();
            }
            for (RatePlace place : rates) {
                place.settled(CallNeed.NOTHING);
                lanes.leave(place.lane());
            }
        }
    }

    private static CallNeed needOf(ToolCallRequest request) {
        long bytes = request.input().json().getBytes(StandardCharsets.UTF_8).length
                + (long) request.tool().instructions().length();
        Object input = request.input().value();
        if (!request.endpoint().isImage()) {
            return new CallNeed(1, bytes / 2 + request.options().maxTokens(), 0);
        }
        long images = input instanceof ImageGenerationInput generation
                ? generation.n()
                : input instanceof ImageEditInput edit ? edit.n() : 1;
        return new CallNeed(1, bytes / 2, images);
    }

    private static ToolCallException neverSent(StepContext context) {
        return new ToolCallException.Cancelled(
                "step '" + context.id() + "': stopped while it waited for its turn; nothing was sent",
                CallReceipt.none(),
                null);
    }
}
