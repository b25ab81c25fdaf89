package dev.toolflow;

import dev.toolflow.step.StepResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown by {@link ToolFlowResult#output()} when a run made none. The message names the step, its attempts and the cause;
 * the result itself holds everything that was done.
 */
public final class ToolFlowFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient @Nullable StepResult<?> step;

    ToolFlowFailedException(String message, @Nullable StepResult<?> step, @Nullable Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    /** The step that failed first, with its attempts; empty when the run was stopped before any failed. */
    public Optional<StepResult<?>> step() {
        return Optional.ofNullable(step);
    }
}
