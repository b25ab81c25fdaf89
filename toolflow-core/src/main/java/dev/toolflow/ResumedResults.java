package dev.toolflow;

import dev.toolflow.step.StepResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts what an earlier run paid for, and the run that goes on did not get to, among the results of that run: rounds of a loop, or
 * items. They count, and another run may still need them. For one thread.
 */
final class ResumedResults {
    private final List<StepResult<?>> own;
    private final List<StepResult<?>> all = new ArrayList<>();
    private int next;

    private ResumedResults(List<StepResult<?>> own) {
        this.own = own;
    }

    /**
     * All results of a run, each in its place.
     *
     * @param own what the run tells of, in the order of the definition
     * @param earlier what the one before it told of, in the same order
     */
    static List<StepResult<?>> of(List<StepResult<?>> own, List<StepResult<?>> earlier) {
        return earlier.isEmpty() ? own : new ResumedResults(own).with(earlier);
    }

    private List<StepResult<?>> with(List<StepResult<?>> earlier) {
        Map<String, Integer> places = new HashMap<>();
        own.forEach(result -> places.put(result.id(), places.size()));
        Set<String> known = new HashSet<>();
        earlier.forEach(result -> known.add(result.id()));
        for (StepResult<?> before : earlier) {
            Integer place = places.get(before.id());
            if (place != null) {
                takeUntil(place);
            } else if (!before.attempts().isEmpty()) {
                takeNewBefore(before.id(), known);
                all.add(before);
            }
        }
        takeUntil(own.size() - 1);
        return all;
    }

    private void takeUntil(int place) {
        while (next <= place) {
            all.add(own.get(next++));
        }
    }

    /** What is new and belongs to the last result more than the earlier one does: an audit step, or a round of the same loop. */
    private void takeNewBefore(String id, Set<String> known) {
        while (!all.isEmpty()
                && next < own.size()
                && !known.contains(own.get(next).id())) {
            String last = all.get(all.size() - 1).id();
            if (common(last, own.get(next).id()) <= common(last, id)) {
                return;
            }
            takeUntil(next);
        }
    }

    private static int common(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return i;
            }
        }
        return length;
    }
}
