package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CachedPicturesTest {
    private static final ToolFlow<Topic, ImageGenerationOutput> FLOW = ToolFlow.define(
            "draw",
            Topic.class,
            (flow, topic) ->
                    flow.step(ToolCallStep.of(DRAW).cached(), topic.map(t -> ImageGenerationInput.of(t.text()))));

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ImageStore store = ImageStore.memory(1 << 20);
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .images(store)
            .resultCache(ResultCache.memory(10))
            .build();

    @AfterEach
    void close() {
        engine.close();
    }

    private ToolFlowResult<ImageGenerationOutput> run(String id) {
        ToolFlowResult<ImageGenerationOutput> result =
                engine.run(FLOW, TEA, RunOptions.defaults().id(id).attribute("conversation", id));
        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        return result;
    }

    @Nested
    class A_picture {
        @Test
        void is_taken_from_an_earlier_run_and_belongs_to_this_one_too() {
            mock.on(DRAW).image(8, 8);
            ToolFlowResult<ImageGenerationOutput> first = run("r1");

            ToolFlowResult<ImageGenerationOutput> again = run("r2");

            assertThat(again.output()).isEqualTo(first.output());
            assertThat(again.step(DRAW).isCached()).isTrue();
            assertThat(engine.images().list(ImageQuery.all().run("r2")))
                    .singleElement()
                    .satisfies(record -> assertThat(record.attributes()).containsEntry("conversation", "r2"));
            assertThat(engine.attachment(again, again.output().image()).image())
                    .isEqualTo(again.output().image());
        }

        @Test
        void outlives_the_run_that_made_it() {
            mock.on(DRAW).image(8, 8);
            run("r1");
            ToolFlowResult<ImageGenerationOutput> again = run("r2");

            store.list(ImageQuery.all().run("r1")).forEach(record -> store.delete(record.id()));

            assertThat(store.contains(again.output().image())).isTrue();
        }

        @Test
        void that_the_store_no_longer_has_is_made_anew() {
            mock.on(DRAW).image(8, 8).image(9, 9);
            run("r1");
            store.list(ImageQuery.all()).forEach(record -> store.delete(record.id()));

            ToolFlowResult<ImageGenerationOutput> again = run("r2");

            assertThat(again.step(DRAW).isCached()).isFalse();
            assertThat(again.output().image().width()).isEqualTo(9);
        }
    }

    @Nested
    class The_best_of_several {
        @Test
        void is_what_is_kept() {
            mock.on(DRAW).images(3, 8, 8);
            Cups.passing(mock, 10, 90, 40);
            ToolFlowResult<ImageGenerationOutput> first = Cups.run(engine, Cups.BEST_OF_3.cached(), Cups.CUP);
            ToolFlowResult<ImageGenerationOutput> again = Cups.run(engine, Cups.BEST_OF_3.cached(), Cups.CUP);

            assertThat(again.output()).isEqualTo(first.output());
            assertThat(again.step("hero", DRAW).isCached()).isTrue();
            assertThat(again.step("hero", DRAW).attempts())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.score()).hasValue(90));
        }
    }
}
