package dev.toolflow;

import dev.toolflow.limit.RateLimits;
import java.util.Comparator;
import java.util.Map;

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

    /** A lane as an engine has it for a model. */
    static ModelLane of(String model, EngineSettings settings) {
        ModelRates rates = new ModelRates(limits(model, settings.limits()), settings.clock());
        return new ModelLane(
                new RateGate(rates, settings.sleeper()),
                new Breaker(model, settings.circuitBreaker(), settings.clock()));
    }

    private static RateLimits limits(String model, Map<String, RateLimits> byBeginning) {
        return byBeginning.entrySet().stream()
                .filter(entry -> model.startsWith(entry.getKey()))
                .max(Comparator.comparing(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(RateLimits.none());
    }

    RateGate rates() {
        return rates;
    }

    Breaker breaker() {
        return breaker;
    }
}
