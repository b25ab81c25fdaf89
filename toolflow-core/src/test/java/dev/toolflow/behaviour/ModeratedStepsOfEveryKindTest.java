package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.StoppedBeer.BEER;
import static dev.toolflow.behaviour.StoppedBeer.WITH_TEA;
import static dev.toolflow.behaviour.StoppedBeer.stopBeer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModeratedStepsOfEveryKindTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(new RecordingSleeper()).build();
    private final ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE).maxRetries(0);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void are_softened_item_by_item() {
        stopBeer(mock);
        var flow = ToolFlow.define(
                "many",
                Topic.class,
                (f, topic) -> f.each(step.onModeration(WITH_TEA), topic.map(t -> List.of(BEER, TEA, BEER))));

        var result = engine.run(flow, TEA);

        assertThat(result.output()).hasSize(3);
        assertThat(result.steps()).extracting(item -> item.attempts().size()).containsExactly(2, 1, 2);
    }

    @Test
    void are_softened_for_all_candidates_that_are_still_to_be_made() {
        mock.on(DRAW).fail(new Rejected(Rejection.MODERATION, "no")).images(3, 8, 8);
        Cups.passing(mock, 50, 70, 60);
        var hero = Cups.BEST_OF_3.onModeration(cup -> ImageGenerationInput.of("A paper cup"));

        var result = Cups.run(engine, hero, Cups.CUP);

        assertThat(Cups.numbers(result.step(DRAW))).containsExactly(1, 2, 4, 3);
        assertThat(result.step(DRAW).status()).isEqualTo(StepStatus.COMPLETED);
        assertThat(mock.requests(DRAW))
                .extracting(request -> ((ImageGenerationInput) request.input().value()).prompt())
                .containsExactly("A cup", "A paper cup");
    }

    @Test
    void are_softened_when_they_judge_another() {
        mock.on(WRITE).reply(CALM);
        mock.on(Tones.JUDGE).fail(new Rejected(Rejection.MODERATION, "no")).reply(Tones.FRIENDLY);
        var judged = step.audit(
                Tones.tone(judge -> judge.onModeration(question -> new Tones.Question("a drink", question.line()))));

        var result = engine.run(flowOf(judged), BEER);

        assertThat(result.output()).isEqualTo(CALM);
        assertThat(result.step(Tones.JUDGE).attempts()).hasSize(2);
    }

    @Test
    void but_local_ones_have_no_such_hook() {
        var local = LocalStepDefinition.of("here", Topic.class, Topic.class, topic -> topic);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ToolCallStep.of(local).onModeration(topic -> topic))
                .withMessageContaining("onModeration: a local step calls no model");
    }
}
