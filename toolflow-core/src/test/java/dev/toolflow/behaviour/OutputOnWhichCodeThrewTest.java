package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.PassCriterion;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutputOnWhichCodeThrewTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final MendableCode code = new MendableCode();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private void assertJudgedAgain(ToolFlow<Topic, ImageGenerationOutput> flow) {
        mock.on(DRAW).image(8, 8);
        var failed = engine.run(flow, TEA);
        assertThat(failed.step(DRAW).error()).isInstanceOf(StepException.CodeFailed.class);
        assertThat(failed.step(DRAW).output()).isPresent();
        code.mend();

        var result = engine.resume(flow, failed);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(mock.requests(DRAW)).hasSize(1);
    }

    @Test
    void is_kept_and_sanitized_when_the_sanitizer_is_mended() {
        assertJudgedAgain(Cups.flow(Cups.HERO.sanitizeOutput(made -> {
            code.run();
            return made;
        })));
    }

    @Test
    void is_kept_and_judged_when_the_pass_criterion_is_mended() {
        assertJudgedAgain(Cups.flow(Cups.HERO.passWhen(new PassCriterion() {
            @Override
            public boolean passes(List<Issue> issues) {
                code.run();
                return true;
            }

            @Override
            public String failureReason(List<Issue> issues) {
                return "never asked";
            }
        })));
    }

    @Test
    void is_not_handed_on_to_steps_that_go_on_without_it() {
        mock.on(DRAW).image(8, 8);
        var flow = Cups.flow(Cups.HERO.onFailure(OnFailure.CONTINUE).sanitizeOutput(made -> {
            code.run();
            return made;
        }));

        assertThat(engine.run(flow, TEA).outputIfPresent()).isEmpty();
    }
}
