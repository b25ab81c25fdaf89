package dev.toolflow;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The lanes of an engine, one for each key and model that is called, made when it is called first. Of more than
 * {@value #MOST} those are forgotten that were used longest ago and that no call is in: what they knew is a minute's rates and
 * a circuit. Thread-safe.
 */
final class ModelLanes {
    static final int MOST = 1_024;

    private static final float LOAD = 0.75f;

    private final Function<String, ModelLane> made;
    private final Map<Name, ModelLane> lanes = new LinkedHashMap<>(16, LOAD, true);

    /** @param made makes the lane of a model */
    ModelLanes(Function<String, ModelLane> made) {
        this.made = made;
    }

    private record Name(String keyId, String model) {}

    /** The lane of a key and a model, with one more call in it, which leaves it when it is over. */
    synchronized ModelLane enter(String keyId, String model) {
        Name name = new Name(keyId, model);
        ModelLane lane = lanes.get(name);
        if (lane == null) {
            lane = made.apply(model);
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
