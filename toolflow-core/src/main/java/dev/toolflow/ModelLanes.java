package dev.toolflow;

import dev.toolflow.limit.RateLimits;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The lanes of an engine, one for each key and model that is called, and for each tenant with limits of its own and model, made
 * when it is called first. Of more than {@value #MOST} those are forgotten that were used longest ago and that no call is in: what they knew is a minute's rates and
 * a circuit. Thread-safe.
 */
final class ModelLanes {
    static final int MOST = 1_024;

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
        Iterator<ModelLane> eldest = lanes.values().iterator();
        while (lanes.size() >= MOST && eldest.hasNext()) {
            if (eldest.next().calls == 0) {
                eldest.remove();
            }
        }
    }
}
