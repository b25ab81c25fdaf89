package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.OpenAiToolService;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Runs of steps that do not get done in time. */
final class Deadlines {
    /** Mostly long enough for a step to have begun what it is to be interrupted in. */
    static final Duration SOON = Duration.ofMillis(200);

    private Deadlines() {}

    /** Runs it with deadlines that grow until one passes after the step has begun what it is to be interrupted in. */
    static <T> ToolFlowResult<T> interrupted(BooleanSupplier hasBegun, Function<Duration, ToolFlowResult<T>> run) {
        Duration deadline = SOON;
        ToolFlowResult<T> result = run.apply(deadline);
        while (!hasBegun.getAsBoolean()) {
            deadline = deadline.multipliedBy(2);
            result = run.apply(deadline);
        }
        return result;
    }

    static ToolFlowResult<Line> run(OpenAiToolService service, ToolCallStep<Topic, Line> step) {
        try (var engine = ToolFlowEngine.create(service)) {
            return engine.run(flowOf(step), TEA);
        }
    }

    static void assertTimedOut(ToolFlowResult<?> result) {
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.error().orElseThrow())
                .isInstanceOf(StepException.TimedOut.class)
                .hasMessageContaining("not done within its deadline of PT");
    }
}
