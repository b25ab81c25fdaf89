package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.testing.MockOpenAiToolService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PicturesInShapesTest {
    private static final ToolFlow<Topic, String> PICTURE = ToolFlow.define(
            "picture",
            Topic.class,
            (flow, topic) -> flow.repeat(
                            "loop",
                            2,
                            topic.map(t -> ""),
                            (round, last) -> round.step(
                                            ToolCallStep.of(DRAW).as("hero"),
                                            topic.and(last).map((t, l) -> ImageGenerationInput.of(t.text() + l)))
                                    .map(output -> output.image().sha256()),
                            l -> false)
                    .map(l -> l));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();

    @Test
    void a_picture_of_a_round_in_a_subflow_is_stored_and_told_under_its_whole_path() {
        mock.on(DRAW).partialImages(1, 4, 4).answerImage(8, 8);
        var flow = ToolFlow.define("outer", Topic.class, (steps, topic) -> steps.subflow("sub", PICTURE, topic));
        try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
            var result = engine.run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            var picture =
                    result.step("sub/loop#2/hero", DRAW).output().orElseThrow().image();
            assertThat(engine.images().list(ImageQuery.all().run(result.runId())))
                    .anySatisfy(record -> {
                        assertThat(record.image().sha256()).isEqualTo(picture.sha256());
                        assertThat(record.origin().stepId()).isEqualTo("sub/loop#2/hero");
                    });
            assertThat(listener.whenFinished())
                    .anyMatch(event -> event instanceof ToolFlowEvent.StepFinished step
                            && step.stepId().equals("sub/loop#1/hero"));
        }
    }
}
