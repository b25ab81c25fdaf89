package dev.toolflow;

import dev.toolflow.budget.Spending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a step takes at worst, before a run. Immutable.
 *
 * @param id its id path, with {@code *} for numbers that a run knows: {@code icon[*]}, {@code hero~vision}
 * @param tool the name of its tool
 * @param model the model that is called; empty for a local step
 * @param times how many times it is done at worst; empty where a run finds out
 * @param most what can be told of all times together, or of each single time where {@code times} is empty
 * @param assumed what was assumed about it, in sentences
 * @param unknown what cannot be told about it, and is not in {@code most}, in sentences
 */
public record PlannedStep(
        String id,
        String tool,
        String model,
        OptionalLong times,
        Spending most,
        List<String> assumed,
        List<String> unknown) {
    /** Copies the lists. */
    public PlannedStep {
        assumed = List.copyOf(assumed);
        unknown = List.copyOf(unknown);
    }

    /** The same step in a branch that is not counted. */
    PlannedStep notCounted(String why) {
        return new PlannedStep(id, tool, model, OptionalLong.of(0), Spending.nothing(), List.of(why), List.of());
    }

    /** The same steps with two inputs, together; the first list may be empty. */
    static List<PlannedStep> together(List<PlannedStep> some, List<PlannedStep> others) {
        List<PlannedStep> sum = new ArrayList<>(others);
        for (int i = 0; i < some.size(); i++) {
            sum.set(i, some.get(i).and(others.get(i)));
        }
        return sum;
    }

    private PlannedStep and(PlannedStep other) {
        boolean counted = times.isPresent() && other.times.isPresent();
        return new PlannedStep(
                id,
                tool,
                model,
                counted
                        ? OptionalLong.of(Saturated.sum(times.getAsLong(), other.times.getAsLong()))
                        : OptionalLong.empty(),
                most.plus(other.most),
                all(assumed, other.assumed),
                all(unknown, other.unknown));
    }

    private static List<String> all(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).distinct().toList();
    }

    /** What can be told of all times together; empty where it is not known how many they are. */
    public Optional<Spending> total() {
        return times.isPresent() ? Optional.of(most) : Optional.empty();
    }
}
