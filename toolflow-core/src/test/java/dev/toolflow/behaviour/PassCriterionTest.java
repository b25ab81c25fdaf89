package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassCriterionTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final ToolCallStep<Topic, Line> once = ToolCallStep.of(WRITE).maxRetries(0);

    private final ToolCallStep<Topic, Line> loud =
            once.audit(AuditFunction.named("noise", line -> List.of(Issue.high("loud"), Issue.high("shrill"))));

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void accepts_everything_below_critical_unless_told_otherwise() {
        mock.on(WRITE).reply(CALM);

        var result = engine.run(flowOf(loud), TEA);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.issues()).extracting(Issue::message).containsExactly("loud", "shrill");
    }

    @Test
    void may_be_stricter_and_says_why() {
        mock.on(WRITE).reply(CALM);

        var result = engine.run(flowOf(loud.passWhen(PassCriterion.noneAtLeast(IssueSeverity.HIGH))), TEA);

        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.step(WRITE).attempts().get(0).failureReason()).contains("loud; shrill");
    }

    @Test
    void may_accept_what_is_critical() {
        mock.on(WRITE).reply(TOO_LONG);

        assertThat(engine.run(flowOf(once.passWhen(issues -> true)), TEA).output())
                .isEqualTo(TOO_LONG);
    }

    @Test
    void may_refuse_an_output_without_issues() {
        mock.on(WRITE).reply(CALM);

        var result = engine.run(flowOf(once.passWhen(issues -> false)), TEA);

        assertThat(result.error().orElseThrow())
                .hasMessageContaining("the pass criterion refused an output without issues");
    }

    @Test
    void may_give_its_own_reason() {
        mock.on(WRITE).reply(CALM);
        PassCriterion never = new PassCriterion() {
            @Override
            public boolean passes(List<Issue> issues) {
                return false;
            }

            @Override
            public String failureReason(List<Issue> issues) {
                return "never on Mondays";
            }
        };

        assertThat(engine.run(flowOf(once.passWhen(never)), TEA).error().orElseThrow())
                .hasMessageContaining("never on Mondays");
    }
}
