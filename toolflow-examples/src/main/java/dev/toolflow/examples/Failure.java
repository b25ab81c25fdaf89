package dev.toolflow.examples;

import dev.toolflow.Approval;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.ToolCallException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in one line why a run made nothing. */
final class Failure {
    private Failure() {}

    /** The line, empty when the run is done. */
    static Optional<String> of(ToolFlowResult<?> result) {
        return switch (result.status()) {
            case COMPLETED, PARTIAL -> Optional.empty();
            case WAITING ->
                Optional.of("Waiting for an answer to "
                        + result.waiting().stream().map(Approval::id).collect(Collectors.joining(", ")));
            case CANCELLED -> Optional.of("Cancelled: what was done until then is kept");
            default ->
                Optional.of(result.error().map(error -> why(result, error)).orElse("Failed: " + result.status()));
        };
    }

    private static String why(ToolFlowResult<?> result, RuntimeException error) {
        String step = result.steps().stream()
                .filter(each -> each.status() == StepStatus.FAILED)
                .sorted(Comparator.comparing(each -> each.error() != error))
                .map(StepResult::id)
                .findFirst()
                .orElse("output");
        String message = Amounts.withoutStep(String.valueOf(error.getMessage()), step);
        String remedy =
                error instanceof StepException.OverBudget ? "; what was done is kept, allow more with --max-cost" : "";
        return kind(error) + " at " + step + ": " + inOptions(message) + remedy;
    }

    /** The budget is {@code --max-cost} here, and what the engine advises is not the user's to do. */
    static String inOptions(String message) {
        return message.replaceFirst("the budget of the (engine|run) ", "--max-cost ")
                .replaceFirst("; resume the run .*", "");
    }

    private static String kind(RuntimeException error) {
        if (error instanceof ToolCallException.Rejected) {
            return "Refused";
        }
        if (error instanceof StepException.OverBudget) {
            return "Over budget";
        }
        if (error instanceof ToolCallException.Transient) {
            return "No answer";
        }
        if (error instanceof ToolCallException.Malformed) {
            return "No usable answer";
        }
        if (error instanceof ToolCallException.OutcomeUnknown) {
            return "Outcome unknown";
        }
        return "Failed";
    }
}
