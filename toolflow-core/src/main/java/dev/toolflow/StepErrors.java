package dev.toolflow;

import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says why a step has no accepted output. Pure. */
final class StepErrors {
    private static final int LONGEST_REASON = 512;

    private StepErrors() {}

    static StepException timedOut(
            String stepId, ToolCallStep<?, ?> step, int attempts, @Nullable RuntimeException error) {
        return new StepException.TimedOut(
                "step '" + stepId + "': not done within its deadline of "
                        + step.deadline().map(Duration::toString).orElse("") + ", with " + attempts(attempts)
                        + "; give it more time, or fewer retries and a shorter timeout",
                error);
    }

    static StepException rejected(String stepId, int attempts, Attempt<?> last) {
        return new StepException.OutputRejected("step '" + stepId + "': not accepted after " + attempts(attempts) + ": "
                + shortened(last.failureReason().orElse("")));
    }

    private static String attempts(int number) {
        return number + (number == 1 ? " attempt" : " attempts");
    }

    /** A model may have written the reason; the attempt has all of it. */
    private static String shortened(String reason) {
        return reason.codePointCount(0, reason.length()) <= LONGEST_REASON
                ? reason
                : reason.substring(0, reason.offsetByCodePoints(0, LONGEST_REASON - 1)) + "…";
    }
}
