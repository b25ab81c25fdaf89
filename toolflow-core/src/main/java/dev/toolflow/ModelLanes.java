package dev.toolflow;

import dev.toolflow.limit.RateLimits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * The lanes of an engine, one for each key and model that is called, and for each tenant with limits of its own and model, made
 * when it is called first. Of more than {@value #MOST} those are forgotten that no call is in and that know nothing: their
 * rates are whole again, and no call failed for an hour. So there can be as many more as were called within the last minute,
 * or failed within the last hour. Thread-safe.
 */
final class ModelLanes {
    static final int MOST = 1_024;

    /** How many are looked at when one is added. */
    private static final int LOOKS = 4;

    private static final float LOAD = 0.75f;

    /** No key's name begins so. */
    private static final String TENANT = "tenant:";

    private final ModelLimits limits;
    private final BiFunction<String, RateLimits, ModelLane> made;
    private final Map<Name, ModelLane> lanes = new LinkedHashMap<>(16, LOAD, true);

    /**
     * @param limits of models
     * @param made makes the lane of a model
     */
    ModelLanes(ModelLimits limits, BiFunction<String, RateLimits, ModelLane> made) {
        this.limits = limits;
        this.made = made;
    }

    private record Name(String owner, String model, RateLimits limits) {}

    /** The lane of a key and a model, with one more call in it, which leaves it when it is over. */
    ModelLane enter(String keyId, String model) {
        return enter(new Name(keyId, model, limits.of(model)));
    }

    /** The lane of a tenant and a model, under limits of the tenant's own; to be left like the other. */
    ModelLane ofTenant(String tenant, String model, RateLimits limits) {
        return enter(new Name(TENANT + tenant, model, limits));
    }

    private synchronized ModelLane enter(Name name) {
        ModelLane lane = lanes.get(name);
        if (lane == null) {
            lane = made.apply(name.model(), name.limits());
            forgetIdle();
            lanes.put(name, lane);
        }
        lane.calls++;
        return lane;
    }

    synchronized void leave(ModelLane lane) {
        lane.calls--;
    }

    /** How many are known. */
    synchronized int size() {
        return lanes.size();
    }

    private void forgetIdle() {
        for (int i = 0; i < LOOKS && lanes.size() >= MOST; i++) {
            Name eldest = lanes.keySet().iterator().next();
            // Asked for, it is the youngest, so that the next look is at another.
            ModelLane lane = Objects.requireNonNull(lanes.get(eldest));
            if (lane.calls == 0 && lane.isAsNew()) {
                lanes.remove(eldest);
            }
        }
    }
}
