package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.BrokenCode.SECRET;
import static dev.toolflow.behaviour.BrokenCode.broken;
import static dev.toolflow.behaviour.BrokenCode.endless;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AuditAtFaultTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    static final class Nameless implements AuditFunction<Object> {
        @Override
        public List<Issue> audit(Object output) {
            return List.of(Issue.low("dull"));
        }

        @Override
        @SuppressWarnings("NullAway")
        public String name() {
            return null;
        }
    }

    static Stream<Arguments> audits() {
        return Stream.of(
                named("throws", output -> broken()),
                named("recurses for ever", output -> List.of(Issue.low("" + endless(0)))),
                named("throws an error", output -> {
                    throw new AssertionError(SECRET);
                }),
                named("returns null", output -> null),
                named("returns a null issue", output -> Collections.singletonList(null)),
                named("has no name", new Nameless()));
    }

    private static Arguments named(String what, AuditFunction<Object> audit) {
        return Arguments.argumentSet(what, audit);
    }

    @ParameterizedTest
    @MethodSource("audits")
    void fails_the_step_typed_after_one_call_whose_tokens_count(AuditFunction<Object> audit) {
        mock.on(WRITE).usage(TokenUsage.of(7, 3)).answer(request -> CALM);

        var result = engine.run(flowOf(ToolCallStep.of(WRITE).audit(audit)), TEA);

        StepResult<Line> step = result.step(WRITE);
        assertThat(step.status()).isEqualTo(StepStatus.FAILED);
        assertThat(step.error())
                .isInstanceOf(StepException.AuditFailed.class)
                .hasMessageContaining("step 'write_line'")
                .hasMessageContaining("audit")
                .hasMessageNotContaining(SECRET);
        assertThat(step.attempts()).singleElement().isInstanceOf(Attempt.Failed.class);
        assertThat(result.usage()).isEqualTo(TokenUsage.of(7, 3));
        assertThat(mock.requests()).hasSize(1);
    }

    @Test
    void is_named_and_its_throw_is_the_cause() {
        mock.on(WRITE).reply(CALM);

        var result = engine.run(
                flowOf(ToolCallStep.of(WRITE).audit(AuditFunction.named("contrast", line -> broken()))), TEA);

        assertThat(result.step(WRITE).error())
                .hasMessageContaining("audit 'contrast' threw java.lang.IllegalStateException")
                .hasRootCauseMessage(SECRET);
    }

    @Test
    void is_told_that_it_returned_null_as_other_functions_are() {
        mock.on(WRITE).reply(CALM);

        var result =
                engine.run(flowOf(ToolCallStep.of(WRITE).audit(AuditFunction.named("contrast", line -> null))), TEA);

        assertThat(result.step(WRITE).error())
                .isInstanceOf(StepException.AuditFailed.class)
                .hasMessage("step 'write_line': audit 'contrast' returned null; return a value or throw");
    }
}
