package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ResultTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .clock(new MutableClock())
            .prices(PriceList.empty().with("gpt-", ModelPrice.perMillion("1", "10")))
            .build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class A_result_that_is_printed {
        @Test
        void shows_counts_and_no_contents() {
            mock.on(WRITE).usage(TokenUsage.of(7, 3)).reply(new Line("SECRET line"));

            var result = engine.run(
                    ONE_LINE, new Topic("SECRET topic"), RunOptions.defaults().id("r1"));

            assertThat(result)
                    .hasToString("ToolFlowResult[flow=one-line, run=r1, status=COMPLETED, steps=1, attempts=1, "
                            + "TokenUsage[input=7, output=3]]");
            assertThat(result.step(WRITE))
                    .hasToString("StepResult[write_line, COMPLETED, attempts=1, TokenUsage[input=7, output=3]]");
            assertThat(mock.requests().get(0).input().toString()).doesNotContain("SECRET");
        }
    }

    @Nested
    class A_step_that_is_looked_up {
        @Test
        void must_be_in_the_flow_or_the_ids_are_listed() {
            mock.on(WRITE).answer(request -> CALM);
            var two = ToolFlow.define("two", Topic.class, (steps, topic) -> {
                steps.step(ToolCallStep.of(WRITE).as("first"), topic);
                return steps.step(ToolCallStep.of(WRITE).as("second"), topic);
            });

            var result = engine.run(two, TEA);

            assertThatThrownBy(() -> result.step(WRITE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("flow 'two' has 2 steps of 'write_line'; its ids are [first, second]; "
                            + "use step(id, definition)");
            assertThatThrownBy(() -> result.step(NEXT))
                    .hasMessage("flow 'two' has no step of 'next'; its ids are [first, second]");
            assertThatThrownBy(() -> result.step("third", WRITE))
                    .hasMessage("flow 'two' has no step 'third' of 'write_line'; its ids are [first, second]");
            assertThatThrownBy(() -> result.step("first", NEXT)).hasMessageContaining("no step 'first' of 'next'");
            assertThat(result.step("second", WRITE).id()).isEqualTo("second");
            assertThat(result.steps(WRITE)).hasSize(2);
            assertThat(result.steps(NEXT)).isEmpty();
        }
    }
}
