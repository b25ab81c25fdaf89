package dev.toolflow.durable;

import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunStore;
import java.util.List;
import java.util.function.Consumer;

/** A store whose commits are seen before they are made; who sees one may hold it up, or throw in its place. */
final class SeenCommits {
    private SeenCommits() {}

    static RunStore of(RunStore store, Consumer<List<RunChange>> seen) {
        return SeenCalls.of(store, (method, arguments) -> {
            if (method.equals("commit")) {
                seen.accept(changes(arguments[2]));
            }
        });
    }

    private static List<RunChange> changes(Object argument) {
        return ((List<?>) argument).stream().map(RunChange.class::cast).toList();
    }

    /** Whether the commit has this step as accepted. */
    static boolean isAccepted(List<RunChange> commit, String stepId) {
        return commit.stream()
                .anyMatch(change -> change instanceof RunChange.StepSaved saved
                        && saved.step().isAccepted()
                        && saved.step().stepId().equals(stepId));
    }
}
