package dev.toolflow;

import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.RateLimitStatus;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call passes before it is sent: the circuit of its model, its rates, and the gate of all calls in flight. Waits hold no
 * place in a later one. Thread-safe, shared by all runs of an engine.
 */
final class CallLimits {
    private final TokenEstimator estimator;
    private final ModelLanes lanes;
    private final CallsInFlight gate;

    CallLimits(EngineSettings settings) {
        this.estimator = settings.tokenEstimator();
        this.lanes = new ModelLanes(settings.limits(), (model, limits) -> ModelLane.of(model, limits, settings));
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
        private final ModelLane lane;
        private final List<RatePlace> rates = new ArrayList<>();
        private boolean inFlight;
        private boolean let;
        private int era;

        private Passage(StepContext context, Sending.Asked asked) {
            this.context = context;
            this.asked = asked;
            String model = asked.request().model();
            RateLimits own = context.doneFor().limits();
            if (!own.equals(RateLimits.none())) {
                rates.add(new RatePlace(lanes.ofTenant(context.tenant(), model, own)));
            }
            this.lane = lanes.enter(context.keyId(), model);
            rates.add(new RatePlace(lane));
        }

        private void enter() {
            lane.breaker().requireChance(context);
            inFlight = passesRates() && gate.enter(context.scope(), context.tenant());
            if (!inFlight) {
                throw neverSent(context);
            }
            era = lane.breaker().enter(context);
            let = true;
            rates.forEach(RatePlace::goes);
        }

        private boolean passesRates() {
            CallNeed estimated = countsTokens() ? withTokens() : withoutTokens();
            for (RatePlace place : rates) {
                if (!place.enter(context, asked, estimated)) {
                    return false;
                }
            }
            return true;
        }

        private boolean countsTokens() {
            for (RatePlace place : rates) {
                if (place.countsTokens()) {
                    return true;
                }
            }
            return false;
        }

        private CallNeed withoutTokens() {
            return new CallNeed(1, 0, StepRequests.pictures(asked.request()));
        }

        private CallNeed withTokens() {
            ToolCallRequest request = asked.request();
            long input = estimator.inputTokens(request);
            long output = request.endpoint().isImage() ? 0 : request.options().maxTokens();
            return new CallNeed(1, input + output, StepRequests.pictures(request));
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
            lane.breaker().ended(era, called);
            let = false;
            rates.forEach(place -> place.settled(called));
            return called;
        }

        @Override
        public void close() {
            if (let) {
                lane.breaker().leave(era);
            }
            if (inFlight) {
                gate.leave();
            }
            for (RatePlace place : rates) {
                place.giveUp();
                lanes.leave(place.lane());
            }
        }
    }

    private static ToolCallException neverSent(StepContext context) {
        return new ToolCallException.Cancelled(
                "step '" + context.id() + "': stopped while it waited for its turn; nothing was sent",
                CallReceipt.none(),
                null);
    }
}
