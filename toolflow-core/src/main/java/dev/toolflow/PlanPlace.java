package dev.toolflow;

import java.util.OptionalLong;

/**
 * Where in a flow a plan is at. Immutable as far as its values are.
 *
 * @param prefix of the ids there
 * @param times how many times what is there is done; empty where a run finds out
 * @param values what is known there
 */
record PlanPlace(String prefix, OptionalLong times, RunValues values) {

    String path(String id) {
        return prefix + id;
    }

    /** How many times something is done that is done so many times for each. */
    OptionalLong times(long each) {
        return times.isPresent() ? OptionalLong.of(Saturated.product(times.getAsLong(), each)) : times;
    }

    /** The same place where all is done so many times more. */
    PlanPlace repeated(long each) {
        return new PlanPlace(prefix, times(each), values);
    }

    PlanPlace timesUnknown() {
        return new PlanPlace(prefix, OptionalLong.empty(), values);
    }

    /** A place within. */
    PlanPlace within(String more, RunValues inner) {
        return new PlanPlace(prefix + more, times, inner);
    }

    /** The value of a reference whose sources are known. */
    <T> T value(String id, Ref<T> ref) {
        return UserCode.call(id, "the mapping of its input", () -> Evaluation.of(ref, values));
    }
}
