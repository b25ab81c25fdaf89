package dev.toolflow;

import dev.toolflow.budget.Spending;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** What can be told of all times together; empty where it is not known how many they are. */
    public Optional<Spending> total() {
        return times.isPresent() ? Optional.of(most) : Optional.empty();
    }
}
