package dev.toolflow;

import dev.toolflow.limit.RateLimits;

/**
 * How much each model may be asked per minute with each key. Immutable.
 *
 * @param some those of models that were named
 * @param others those of all others
 */
record ModelLimits(ModelLabels<RateLimits> some, RateLimits others) {
    static final ModelLimits NONE = new ModelLimits(ModelLabels.none(), RateLimits.none());

    ModelLimits others(RateLimits limits) {
        return new ModelLimits(some, limits);
    }

    /** @throws IllegalArgumentException if the prefix is blank */
    ModelLimits with(String modelPrefix, RateLimits limits) {
        return new ModelLimits(some.with(modelPrefix, limits), others);
    }

    RateLimits of(String model) {
        return some.of(model).orElse(others);
    }
}
