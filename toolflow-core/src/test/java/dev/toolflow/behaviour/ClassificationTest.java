package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.tool.Classification.CONFIDENTIAL;
import static dev.toolflow.tool.Classification.INTERNAL;
import static dev.toolflow.tool.Classification.PUBLIC;
import static dev.toolflow.tool.Classification.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Classification;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassificationTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private static RunOptions carrying(Classification classification) {
        return RunOptions.defaults().classification(classification);
    }

    @Nested
    class A_run {
        @ParameterizedTest
        @EnumSource
        void calls_models_that_may_see_as_much_or_more_and_no_others(Classification carried) {
            mock.on(WRITE).reply(CALM);
            try (var engine = ToolFlowEngine.builder(mock)
                    .classification("gpt-5.4", SECRET)
                    .classification("gpt-5.4-mini", INTERNAL)
                    .build()) {
                var flow = flowOf(ToolCallStep.of(WRITE));
                if (carried.compareTo(INTERNAL) <= 0) {
                    assertThat(engine.run(flow, TEA, carrying(carried)).status())
                            .isEqualTo(RunStatus.COMPLETED);
                } else {
                    assertThatThrownBy(() -> engine.run(flow, TEA, carrying(carried)))
                            .isInstanceOf(StepException.NotCleared.class)
                            .hasMessageContainingAll(
                                    "the run is " + carried,
                                    "gpt-5.4-mini",
                                    "may see what is INTERNAL",
                                    "classification(\"gpt-5.4-mini\", " + carried + ")",
                                    "nothing was called");
                    assertThat(mock.requests()).isEmpty();
                }
            }
        }

        @Test
        void without_a_label_is_public_and_calls_any_model() {
            mock.on(WRITE).reply(CALM, CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(flowOf(ToolCallStep.of(WRITE)), TEA).status())
                        .isEqualTo(RunStatus.COMPLETED);
                assertThat(engine.run(flowOf(ToolCallStep.of(WRITE)), TEA, carrying(PUBLIC))
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void of_more_than_public_calls_no_model_that_nobody_labelled() {
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThatThrownBy(() -> engine.run(flowOf(ToolCallStep.of(WRITE)), TEA, carrying(INTERNAL)))
                        .isInstanceOf(StepException.NotCleared.class)
                        .hasMessageContaining("may see what is PUBLIC at most");
            }
        }

        @Test
        void is_not_shown_to_an_audits_model_that_may_see_less() {
            var step = ToolCallStep.of(WRITE).audit(Tones.tone(judge -> judge.model("judge-1")));
            try (var engine = ToolFlowEngine.builder(mock)
                    .classification("gpt-5.4-mini", CONFIDENTIAL)
                    .build()) {
                assertThatThrownBy(() -> engine.run(flowOf(step), TEA, carrying(CONFIDENTIAL)))
                        .isInstanceOf(StepException.NotCleared.class)
                        .hasMessageContaining("step 'write_line~tone'");
            }
            assertThat(mock.requests()).isEmpty();
        }
    }
}
