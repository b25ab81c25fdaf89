package dev.toolflow;

import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes what a step is given: worked out from the flow, sanitized, validated, written as JSON. Immutable.
 *
 * @param <I> what the step is given
 */
final class StepInput<I> {
    private final String stepId;
    private final ToolCallStep<I, ?> step;

    StepInput(String stepId, ToolCallStep<I, ?> step) {
        this.stepId = stepId;
        this.step = step;
    }

    /** @throws StepException when the flow's code throws or what it makes breaks a constraint */
    I prepared(Supplier<? extends I> source) {
        I raw = UserCode.call(stepId, "the mapping of its input", source);
        I input = UserCode.call(
                stepId, "the input sanitizer", () -> step.inputSanitizer().apply(raw));
        List<Violation> violations = UserCode.call(
                stepId, "validating its input", () -> typeOf(input).validate(input));
        if (!violations.isEmpty()) {
            throw new StepException.InvalidInput("step '" + stepId + "': its input is not valid: "
                    + InvalidInputException.describe(violations) + "; nothing was called");
        }
        return input;
    }

    String json(I input) {
        return UserCode.call(
                stepId, "writing its input as JSON", () -> typeOf(input).write(input));
    }

    /** The declared type, so that a sealed input keeps its kind; the value's own where a local step declares none. */
    @SuppressWarnings("unchecked")
    private JsonType<I> typeOf(I input) {
        Class<I> declared = step.definition().inputType();
        return declared == Object.class ? (JsonType<I>) JsonType.plain(input.getClass()) : JsonType.plain(declared);
    }
}
