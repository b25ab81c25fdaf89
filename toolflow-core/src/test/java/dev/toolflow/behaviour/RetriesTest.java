package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.StrictLines.BAD;
import static dev.toolflow.behaviour.StrictLines.strict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowFailedException;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetriesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void are_as_many_as_the_step_says(int retries) {
        mock.on(WRITE).answer(request -> BAD);

        var result = engine.run(flowOf(strict().maxRetries(retries)), TEA);

        assertThat(mock.requests()).hasSize(retries + 1);
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.step(WRITE).attempts()).hasSize(retries + 1);
    }

    @Test
    void are_three_when_the_step_does_not_say() {
        mock.on(WRITE).answer(request -> BAD);

        engine.run(flowOf(strict()), TEA);

        assertThat(mock.requests()).hasSize(4);
    }

    @Test
    void that_never_help_fail_the_step_with_the_reason_and_the_attempts() {
        mock.on(WRITE).usage(TokenUsage.of(7, 3)).answer(request -> BAD);

        var result = engine.run(flowOf(strict().maxRetries(2)), TEA);

        assertThat(result.step(WRITE).error())
                .isInstanceOf(StepException.OutputRejected.class)
                .hasMessage("step 'write_line': not accepted after 3 attempts: text: rude");
        assertThat(result.usage()).isEqualTo(TokenUsage.of(21, 9));
        assertThatThrownBy(result::output)
                .isInstanceOfSatisfying(
                        ToolFlowFailedException.class,
                        failure -> assertThat(failure.step())
                                .hasValueSatisfying(
                                        step -> assertThat(step.attempts()).hasSize(3)))
                .hasMessageContaining("flow 'one-line'")
                .hasMessageContaining("is FAILED at step 'write_line' after 3 attempt(s)")
                .hasMessageContaining("text: rude")
                .hasCauseInstanceOf(StepException.OutputRejected.class);
    }
}
