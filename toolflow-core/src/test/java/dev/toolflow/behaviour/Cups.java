package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.step.VisionAudit.Finding;
import dev.toolflow.step.VisionAudit.Findings;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;

/** The step {@code hero}, which draws three cups and keeps the one that a judge likes best. */
final class Cups {
    static final VisionAudit VISION = VisionAudit.of("one cup");
    static final ToolCallStep<ImageGenerationInput, ImageGenerationOutput> HERO =
            ToolCallStep.of(DRAW).as("hero");
    static final ToolCallStep<ImageGenerationInput, ImageGenerationOutput> BEST_OF_3 =
            HERO.audit(VISION).bestOf(3);
    static final ImageGenerationInput CUP = ImageGenerationInput.of("A cup");

    private Cups() {}

    /** A flow in which this step alone draws a cup. */
    static ToolFlow<Topic, ImageGenerationOutput> flow(ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step) {
        return ToolFlow.define("draw", Topic.class, (flow, topic) -> flow.step(step, topic.map(t -> CUP)));
    }

    /** A run of one such step. */
    static ToolFlowResult<ImageGenerationOutput> run(
            ToolFlowEngine engine,
            ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step,
            ImageGenerationInput input) {
        return engine.run(
                ToolFlow.define("draw", Topic.class, (flow, topic) -> flow.step(step, topic.map(t -> input))), TEA);
    }

    /** The judge lets pictures pass, with these scores. */
    static void passing(MockOpenAiToolService mock, int... scores) {
        for (int score : scores) {
            mock.on(VISION.definition()).reply(new Findings(List.of(), score));
        }
    }

    /** The judge lets no picture pass. */
    static void refused(MockOpenAiToolService mock, int... scores) {
        for (int score : scores) {
            mock.on(VISION.definition())
                    .reply(new Findings(
                            List.of(new Finding(IssueSeverity.CRITICAL, "no cup at " + score, null, null)), score));
        }
    }

    static List<Integer> numbers(StepResult<?> step) {
        return step.attempts().stream().map(attempt -> attempt.number()).toList();
    }
}
