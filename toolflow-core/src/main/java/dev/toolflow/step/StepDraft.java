package dev.toolflow.step;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one {@link ToolCallStep}: written while its copy is made, only read afterwards.
 *
 * @param <I> what the step is given
 * @param <O> what the step makes
 */
final class StepDraft<I, O> {
    String id;
    Calling calling = Calling.STANDARD;
    Judging<I, O> judging = Judging.standard();
    int maxRetries;
    boolean cached;
    UnaryOperator<I> inputSanitizer = UnaryOperator.identity();
    UnaryOperator<O> outputSanitizer = UnaryOperator.identity();
    OnFailure onFailure = OnFailure.STOP;

    @Nullable
    UnaryOperator<I> onModeration;

    @Nullable
    Duration deadline;

    StepDraft(StepDefinition<I, O> definition) {
        this.id = definition.name();
        this.maxRetries = definition instanceof LocalStepDefinition ? 0 : 3;
    }

    StepDraft(StepDraft<I, O> other) {
        this.id = other.id;
        this.calling = other.calling;
        this.judging = other.judging;
        this.maxRetries = other.maxRetries;
        this.cached = other.cached;
        this.inputSanitizer = other.inputSanitizer;
        this.outputSanitizer = other.outputSanitizer;
        this.onFailure = other.onFailure;
        this.onModeration = other.onModeration;
        this.deadline = other.deadline;
    }
}
