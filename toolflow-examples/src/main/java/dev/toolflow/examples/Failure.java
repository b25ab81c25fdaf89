package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.ToolCallException;
import java.util.Optional;

/** Says in one line why a run made nothing. */
final class Failure {
    private Failure() {}

    /** The line, empty when the run is done. */
    static Optional<String> of(ToolFlowResult<?> result) {
        return switch (result.status()) {
            case COMPLETED, PARTIAL -> Optional.empty();
            case CANCELLED -> Optional.of("Cancelled: what was done until then is kept");
            default ->
                Optional.of(result.error().map(error -> why(result, error)).orElse("Failed: " + result.status()));
        };
    }

    private static String why(ToolFlowResult<?> result, RuntimeException error) {
        String step = result.steps().stream()
                .filter(each -> each.status() == StepStatus.FAILED)
                .map(StepResult::id)
                .findFirst()
                .orElse("output");
        String message = Amounts.withoutStep(String.valueOf(error.getMessage()), step);
        return kind(error) + " at " + step + ": " + message;
    }

    private static String kind(RuntimeException error) {
        if (error instanceof ToolCallException.Rejected) {
            return "Refused";
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
