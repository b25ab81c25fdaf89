package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.EngineBuilder;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.TokenEstimator;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallRequest;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BadEstimatorTest {
    private static final ToolFlow<Topic, Line> LINE = flowOf(Spender.line());

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    /** What a user may get wrong. */
    private record Guess(long tokens) implements TokenEstimator {
        @Override
        public long inputTokens(ToolCallRequest request) {
            if (tokens == 0) {
                throw new IllegalStateException("no encoding");
            }
            return tokens;
        }
    }

    @BeforeEach
    void answers() {
        mock.on(WRITE).answer(request -> CALM);
    }

    private RuntimeException failure(TokenEstimator estimator, UnaryOperator<EngineBuilder> limits) {
        try (ToolFlowEngine engine =
                limits.apply(Spender.engine(mock).tokenEstimator(estimator)).build()) {
            return engine.run(LINE, TEA).error().orElseThrow();
        }
    }

    @Nested
    class An_estimator_that_tells_a_negative_number {
        @Test
        void fails_the_step_before_its_call_and_is_named_with_what_it_told() {
            assertNamed(failure(new Guess(-5), engine -> engine.budget(Budget.usd("9"))));
            assertNamed(failure(
                    new Guess(-5), engine -> engine.limits(RateLimits.none().tokensPerMinute(100_000))));
        }

        private void assertNamed(RuntimeException error) {
            assertThat(error)
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessage("step 'write_line': the engine's tokenEstimator, " + Guess.class.getName()
                            + ", returned -5; a number of tokens is 0 or more; nothing was sent");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void is_named_in_a_plan_too() {
            try (ToolFlowEngine engine =
                    Spender.engine(mock).tokenEstimator(new Guess(-5)).build()) {
                assertThat(engine.plan(LINE, TEA).unknown().toString()).contains("returned -5");
            }
        }

        @Test
        void is_not_asked_where_nothing_is_limited() {
            try (ToolFlowEngine engine =
                    Spender.engine(mock).tokenEstimator(new Guess(-5)).build()) {
                assertThat(engine.run(LINE, TEA).output()).isEqualTo(CALM);
            }
        }
    }

    @Nested
    class An_estimator_that_throws {
        @Test
        void fails_the_step_before_its_call_and_is_named() {
            assertThat(failure(new Guess(0), engine -> engine.budget(Budget.usd("9"))))
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessage("step 'write_line': the engine's tokenEstimator, " + Guess.class.getName()
                            + ", threw java.lang.IllegalStateException; see the cause")
                    .hasRootCauseMessage("no encoding");
            assertThat(mock.requests()).isEmpty();
        }
    }
}
