package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.ToolCallException;
import java.util.Optional;

/** Says in one line why a run made nothing, and in another what may help. */
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

    /**
     * What to try, where an image model refused the size.
     *
     * <p>The rule: https://platform.openai.com/docs/guides/image-generation
     */
    static Optional<String> remedy(ToolFlowResult<?> result) {
        return result.error()
                .filter(error -> String.valueOf(error.getMessage()).contains("param size"))
                .map(error ->
                        "--size: for gpt-image-2 both sides must be divisible by 16, the aspect between 1:3 and 3:1,"
                                + " and neither larger than 3840x2160; other image models take fewer sizes");
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
