package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.StepResult;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UnstoredPicturesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final BreakableStore store = new BreakableStore(ImageStore.temporary());
    private final List<String> spooled = new CopyOnWriteArrayList<>();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(watched()).images(store).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private OpenAiToolService watched() {
        return (request, context) -> {
            ToolCallResponse response = mock.executeToolCall(request, context);
            context.images().images().forEach(image -> spooled.add(image.file().toString()));
            return response;
        };
    }

    private StepResult<ImageGenerationOutput> draw(int pictures) {
        return draw(engine, pictures);
    }

    private static StepResult<ImageGenerationOutput> draw(ToolFlowEngine engine, int pictures) {
        var flow = ToolFlow.define(
                "draw",
                Topic.class,
                (steps, topic) -> steps.step(
                        DRAW, topic.map(t -> ImageGenerationInput.of(t.text()).n(pictures))));
        return engine.run(flow, TEA).step(DRAW);
    }

    @Nested
    class A_picture_that_could_not_be_stored {
        @Test
        void is_an_issue_of_its_attempt() {
            mock.on(DRAW).image(8, 8);
            store.isDown();

            StepResult<ImageGenerationOutput> step = draw(1);

            assertThat(step.attempts().get(0).issues())
                    .containsExactly(Issue.critical(step.error().getMessage()).from("store"));
            assertThat(step.error())
                    .hasMessageContaining("the image was paid for")
                    .hasMessageContaining("its bytes are kept in " + spooled.get(0) + ";");
        }

        @Test
        void is_named_with_those_that_wait_behind_it() {
            mock.on(DRAW).images(3, 8, 8);
            store.breaksFor(record -> record.origin().index() == 1);

            assertThat(draw(3).error())
                    .hasMessageContaining("image 2 of 3 was paid for")
                    .hasMessageContaining("kept in " + spooled.get(1) + ", " + spooled.get(2) + ";")
                    .hasMessageNotContaining(spooled.get(0));
        }
    }

    @Nested
    class A_picture_that_cannot_be_used {
        @Test
        void is_named_among_several() {
            mock.on(DRAW).images(2, 8, 8).images(2, 8, 8).images(2, 8, 8).images(2, 8, 8);
            ImageLimits small = ImageLimits.standard().maxSide(4);
            try (ToolFlowEngine strict =
                    ToolFlowEngine.builder(mock).imageLimits(small).build()) {
                assertThat(draw(strict, 2).error()).hasMessageContaining("unusable image 1 of 2: ");
            }
        }
    }
}
