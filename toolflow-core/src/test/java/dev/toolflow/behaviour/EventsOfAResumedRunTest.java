package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.AttemptFinished;
import dev.toolflow.event.ToolFlowEvent.RunFinished;
import dev.toolflow.event.ToolFlowEvent.StepFinished;
import dev.toolflow.event.ToolFlowEvent.StepStarted;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run whose store was down for its picture, and that was gone on with. */
@Timeout(60)
class EventsOfAResumedRunTest {
    private static final ToolFlow<Topic, ImageGenerationOutput> POSTER =
            ToolFlow.define("poster", Topic.class, (flow, topic) -> {
                var line = flow.step(WRITE, topic);
                return flow.step(DRAW, line.map(text -> ImageGenerationInput.of(text.text())));
            });

    private final RecordingListener listener = new RecordingListener();
    private ToolFlowResult<ImageGenerationOutput> result;

    @BeforeEach
    void a_run_that_was_gone_on_with() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(WRITE).reply(Lines.CALM);
        mock.on(DRAW).usage(TokenUsage.of(5, 500)).image(8, 8);
        BreakableStore store = new BreakableStore(ImageStore.memory(1 << 20));
        store.isDown();
        try (var engine =
                ToolFlowEngine.builder(mock).images(store).listener(listener).build()) {
            var failed = engine.run(POSTER, TEA);
            store.isUp();
            result = engine.resume(POSTER, failed);
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            await().until(() -> told(RunFinished.class).size() == 2);
        }
    }

    private <E extends ToolFlowEvent> List<E> told(Class<E> kind) {
        return listener.events().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    @Test
    void go_on_counting() {
        assertThat(listener.events())
                .extracting(event -> event.at().sequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, listener.events().size())
                                .boxed()
                                .toList());
        assertThat(listener.events()).extracting(ToolFlowEvent::runId).containsOnly(result.runId());
    }

    @Test
    void tell_once_what_was_used() {
        assertThat(told(AttemptFinished.class))
                .filteredOn(ended -> ended.stepId().equals("generate_image"))
                .extracting(
                        AttemptFinished::attempt,
                        ended -> ended.made().usage(),
                        ended -> ended.made().calls())
                .containsExactly(tuple(1, TokenUsage.of(5, 500), 1), tuple(1, TokenUsage.none(), 0));
        assertThat(told(AttemptFinished.class).stream()
                        .map(ended -> ended.made().usage())
                        .reduce(TokenUsage.none(), TokenUsage::plus))
                .isEqualTo(result.usage());
    }

    @Test
    void tell_of_no_step_that_was_taken_over_as_it_was() {
        assertThat(told(StepStarted.class))
                .extracting(StepStarted::stepId)
                .containsExactly("write_line", "generate_image", "generate_image");
        assertThat(told(StepFinished.class))
                .extracting(StepFinished::stepId)
                .containsExactly("write_line", "generate_image", "generate_image");
    }
}
