package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.AvatarOutcome.State;
import dev.toolflow.examples.avatars.Avatars;
import dev.toolflow.tool.TokenUsage;
import java.util.List;

/**
 * How it went with all personas, in the order of the input. Immutable.
 *
 * @param each one after the other
 */
record AvatarOutcomes(List<AvatarOutcome> each) {
    AvatarOutcomes {
        each = List.copyOf(each);
    }

    /** The tokens of this run's calls. */
    TokenUsage usage() {
        return each.stream()
                .flatMap(outcome -> outcome.result().stream())
                .map(ToolFlowResult::usage)
                .reduce(TokenUsage.none(), TokenUsage::plus);
    }

    /** What this run did. */
    List<ToolFlowResult<Avatars>> results() {
        return each.stream().flatMap(outcome -> outcome.result().stream()).toList();
    }

    long whole() {
        return each.stream().filter(AvatarOutcome::isWhole).count();
    }

    /**
     * {@code COMPLETED}, {@code PARTIAL} when some personas are done, {@code FAILED}, {@code OVER_BUDGET} or
     * {@code CANCELLED}.
     */
    String status() {
        if (any(State.OVER_BUDGET) && !any(State.CANCELLED)) {
            return "OVER_BUDGET";
        }
        if (any(State.CANCELLED) || any(State.SKIPPED)) {
            return "CANCELLED";
        }
        return whole() == each.size() ? "COMPLETED" : whole() > 0 ? "PARTIAL" : "FAILED";
    }

    int exitCode() {
        return switch (status()) {
            case "COMPLETED" -> ExitCode.DONE;
            case "CANCELLED" -> ExitCode.INTERRUPTED;
            default -> ExitCode.FAILED;
        };
    }

    private boolean any(State state) {
        return each.stream().anyMatch(outcome -> outcome.state() == state);
    }
}
