package dev.toolflow;

import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes what a step is given: worked out from the flow, completed, sanitized, validated, written as JSON. Immutable.
 *
 * @param <I> what the step is given
 */
final class StepInput<I> {
    private final String stepId;
    private final ToolCallStep<I, ?> step;
    private final ImagePolicy images;

    StepInput(String stepId, ToolCallStep<I, ?> step, ImagePolicy images) {
        this.images = images;
        this.stepId = stepId;
        this.step = step;
    }

    /** @throws StepException when the flow's code throws or what it makes breaks a constraint */
    I prepared(Supplier<? extends I> source) {
        I raw = UserCode.call(stepId, "the mapping of its input", source);
        I clean = UserCode.call(
                stepId, "the input sanitizer", () -> step.inputSanitizer().apply(raw));
        I input = images.completed(step, clean);
        List<Violation> violations = UserCode.call(stepId, "validating its input", () -> violations(input));
        if (!violations.isEmpty()) {
            throw new StepException.InvalidInput("step '" + stepId + "': its input is not valid: "
                    + InvalidInputException.describe(violations) + "; nothing was called");
        }
        return input;
    }

    /** What a model does not take says more than the constraint of the same name, which holds for all models. */
    private List<Violation> violations(I input) {
        List<Violation> ofModel = images.check(step, input);
        Stream<Violation> ofType = typeOf(input).validate(input).stream()
                .filter(broken ->
                        ofModel.stream().noneMatch(wrong -> wrong.path().equals(broken.path())));
        return Stream.concat(ofType, ofModel.stream())
                .sorted(Comparator.comparing(Violation::path))
                .toList();
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
