package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.BrokenCode.SECRET;
import static dev.toolflow.behaviour.BrokenCode.broken;
import static dev.toolflow.behaviour.BrokenCode.endless;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FaultyCodeTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class A_function_at_fault {
        static Stream<Arguments> steps() {
            ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE);
            return Stream.of(
                    Arguments.argumentSet("an input sanitizer that throws", step.sanitizeInput(t -> broken()), 0),
                    Arguments.argumentSet("an input sanitizer that returns null", step.sanitizeInput(t -> null), 0),
                    Arguments.argumentSet("an output sanitizer that throws", step.sanitizeOutput(l -> broken()), 1),
                    Arguments.argumentSet("an output sanitizer that returns null", step.sanitizeOutput(l -> null), 1),
                    Arguments.argumentSet("a pass criterion that throws", step.passWhen(issues -> broken()), 1),
                    Arguments.argumentSet("a pass criterion without a reason", step.passWhen(new Wordless()), 1));
        }

        @ParameterizedTest
        @MethodSource("steps")
        void fails_the_step_typed_and_keeps_what_was_paid(ToolCallStep<Topic, Line> step, int calls) {
            mock.on(WRITE).answer(request -> CALM);

            var result = engine.run(flowOf(step), TEA);

            assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(result.step(WRITE).error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageStartingWith("step 'write_line': ")
                    .hasMessageNotContaining(SECRET);
            assertThat(mock.requests()).hasSize(calls);
            assertThat(result.usage()).isEqualTo(calls == 0 ? TokenUsage.none() : TokenUsage.of(100, 20));
        }
    }

    static final class Wordless implements PassCriterion {
        @Override
        public boolean passes(List<Issue> issues) {
            return false;
        }

        @Override
        @SuppressWarnings("NullAway")
        public String failureReason(List<Issue> issues) {
            return null;
        }
    }

    @Nested
    class A_mapping_at_fault {
        private ToolFlowResult<Line> runWith(Function<Topic, Topic> mapping) {
            mock.on(WRITE).answer(request -> CALM);
            return engine.run(
                    ToolFlow.define("mapped", Topic.class, (flow, topic) -> flow.step(WRITE, topic.map(mapping))), TEA);
        }

        @Test
        void fails_the_step_that_it_feeds_when_it_throws() {
            assertThat(runWith(t -> broken()).step(WRITE).error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessage("step 'write_line': the mapping of its input threw java.lang.IllegalStateException; "
                            + "see the cause")
                    .hasRootCauseMessage(SECRET);
        }

        @Test
        void fails_the_step_that_it_feeds_when_it_returns_null() {
            assertThat(runWith(t -> null).step(WRITE).error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("the mapping of its input returned null");
        }

        @Test
        void fails_the_step_when_it_recurses_for_ever() {
            assertThat(runWith(t -> new Topic("" + endless(0))).step(WRITE).error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasCauseInstanceOf(StackOverflowError.class);
        }

        @Test
        void fails_the_run_when_it_makes_the_output_but_the_steps_stay_done() {
            mock.on(WRITE).reply(CALM);
            var flow = ToolFlow.define(
                    "output",
                    Topic.class,
                    (steps, topic) -> steps.step(WRITE, topic).<Line>map(line -> broken()));

            var result = engine.run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.COMPLETED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("the mapping of the flow's output");
        }
    }

    @Nested
    class A_local_step {
        private StepResult<?> stepOf(Function<Topic, Object> function) {
            var flow = ToolFlow.define("local", Topic.class, (steps, topic) -> steps.local("polish", topic, function));
            return engine.run(flow, TEA).steps().get(0);
        }

        @Test
        void that_throws_fails_typed_with_one_attempt() {
            StepResult<?> step = stepOf(topic -> broken());

            assertThat(step.error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("step 'polish': its function threw java.lang.IllegalStateException")
                    .hasRootCauseMessage(SECRET);
            assertThat(step.attempts()).hasSize(1);
            assertThat(step.usage()).isEqualTo(TokenUsage.none());
        }

        @Test
        void that_returns_null_fails_typed() {
            assertThat(stepOf(topic -> null).error()).hasMessageContaining("step 'polish': its function returned null");
        }

        static Stream<Object> values() {
            return Stream.of(
                    "text",
                    5,
                    Optional.of("x"),
                    List.of(1, 2),
                    Map.of("a", 1),
                    new int[] {1},
                    new ByteArrayInputStream(new byte[0]),
                    java.nio.file.Path.of("a"),
                    new Object(),
                    (Runnable) () -> {});
        }

        @ParameterizedTest
        @MethodSource("values")
        void may_make_values_of_any_type(Object value) {
            assertThat(stepOf(topic -> value).status()).isEqualTo(StepStatus.COMPLETED);
        }
    }

    @Nested
    class A_value_that_cannot_be_written_as_JSON {
        @Test
        void fails_the_step_that_includes_it_before_any_call() {
            var flow = ToolFlow.define("cycle", Topic.class, (steps, topic) -> {
                var cycle = steps.local("cycle", topic, t -> new Cycle());
                return steps.step(WRITE, topic, cycle);
            });

            var step = engine.run(flow, TEA).step(WRITE);

            assertThat(step.error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("step 'write_line': writing the included results as JSON");
            assertThat(mock.requests()).isEmpty();
        }
    }

    static final class Cycle {
        public Cycle getSelf() {
            return this;
        }
    }
}
