package dev.toolflow;

import dev.toolflow.limit.RateLimits;

/** What all calls of one model with one key share: their rates and their circuit. Thread-safe. */
final class ModelLane {
    private final RateGate rates;
    private final Breaker breaker;

    /** How many calls are in it; guarded by its {@link ModelLanes}. */
    int calls;

    ModelLane(RateGate rates, Breaker breaker) {
        this.rates = rates;
        this.breaker = breaker;
    }

    /** A lane as an engine has it for a model under these limits. */
    static ModelLane of(String model, RateLimits limits, EngineSettings settings) {
        return new ModelLane(
                new RateGate(new ModelRates(limits, settings.clock()), settings.sleeper()),
                new Breaker(model, settings.circuitBreaker(), settings.clock()));
    }

    /** Whether it knows nothing that a new one would not. */
    boolean isAsNew() {
        return rates.isWhole() && breaker.isAsNew();
    }

    RateGate rates() {
        return rates;
    }

    Breaker breaker() {
        return breaker;
    }
}
