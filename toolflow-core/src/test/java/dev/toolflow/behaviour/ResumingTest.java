package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResumingTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final TokenUsage PICTURE = TokenUsage.of(5, 500);

    /** A line, a picture of it, and that picture touched up. */
    private static final ToolFlow<Topic, ImageGenerationOutput> POSTER =
            ToolFlow.define("poster", Topic.class, (flow, topic) -> {
                var line = flow.step(WRITE, topic);
                var drawn = flow.step(DRAW, line.map(text -> ImageGenerationInput.of(text.text())));
                return flow.step(TOUCH, drawn.map(made -> ImageEditInput.of("brighter", made.image())));
            });

    @TempDir
    private Path directory;

    private final WatchedSpool spool = new WatchedSpool();
    private final MockOpenAiToolService mock = spool.mock;
    private BreakableStore store;
    private ToolFlowEngine engine;

    @BeforeEach
    void an_engine_whose_store_may_break() {
        store = new BreakableStore(ImageStore.directory(directory.resolve("store")));
        engine = ToolFlowEngine.builder(spool.watched).images(store).build();
        mock.on(WRITE).reply(CALM);
        mock.on(DRAW).usage(PICTURE);
        mock.on(TOUCH).usage(PICTURE);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Nested
    class After_a_picture_could_not_be_stored {
        private ToolFlowResult<ImageGenerationOutput> failed;

        @BeforeEach
        void the_store_was_down() {
            mock.on(DRAW).image(16, 16);
            mock.on(TOUCH).image(8, 8);
            store.isDown();
            failed = engine.run(POSTER, TEA, RunOptions.defaults().attribute("tenant", "acme"));
            assertThat(failed.step(DRAW).error()).isInstanceOf(StepException.StoreFailed.class);
        }

        @Test
        void it_is_stored_from_its_spool_and_the_run_goes_on_without_buying_it_again() {
            store.isUp();

            var result = engine.resume(POSTER, failed);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.runId()).isEqualTo(failed.runId());
            assertThat(engine.images().contains(result.output().image())).isTrue();
            assertThat(mock.requests(WRITE)).hasSize(1);
            assertThat(mock.requests(DRAW)).hasSize(1);
            assertThat(mock.requests(TOUCH)).hasSize(1);
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void its_attempt_is_the_same_one_and_its_usage_counts_once() {
            store.isUp();

            var result = engine.resume(POSTER, failed);

            var before = failed.step(DRAW).attempts().get(0);
            assertThat(result.step(DRAW).attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt).isInstanceOf(Attempt.Accepted.class);
                assertThat(attempt.number()).isEqualTo(1);
                assertThat(attempt.made()).isEqualTo(before.made());
            });
            assertThat(result.usage()).isEqualTo(failed.usage().plus(PICTURE));
        }

        @Test
        void its_record_tells_of_the_run_and_has_the_runs_attributes() {
            store.isUp();

            engine.resume(POSTER, failed);

            assertThat(engine.images().list(ImageQuery.all().run(failed.runId()).attribute("tenant", "acme")))
                    .hasSize(2);
        }

        @Test
        void it_may_fail_again_and_be_gone_on_with_again() {
            var again = engine.resume(POSTER, failed);

            assertThat(again.step(DRAW).error()).isInstanceOf(StepException.StoreFailed.class);
            assertThat(again.usage()).isEqualTo(failed.usage());
            assertThat(again.step(DRAW).attempts()).hasSize(1);

            store.isUp();
            assertThat(engine.resume(POSTER, again).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(DRAW)).hasSize(1);
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void a_step_after_it_may_be_the_next_whose_store_fails() {
            store.breaksFor(record -> record.image().width() == 8);

            var again = engine.resume(POSTER, failed);

            assertThat(again.step(DRAW).status()).isEqualTo(StepStatus.COMPLETED);
            assertThat(again.step(TOUCH).error()).isInstanceOf(StepException.StoreFailed.class);
            store.isUp();
            var result = engine.resume(POSTER, again);
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests()).hasSize(3);
            assertThat(result.usage()).isEqualTo(again.usage());
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void the_flow_must_be_the_one_that_was_run() {
            ToolFlow<Topic, ImageGenerationOutput> other = ToolFlow.define(
                    "other",
                    Topic.class,
                    (flow, topic) -> flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text()))));

            assertThatThrownBy(() -> engine.resume(other, failed))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("flow 'other'")
                    .hasMessageContaining("'poster'");
        }

        @Test
        void a_completed_result_is_returned_as_it_is() {
            store.isUp();
            var result = engine.resume(POSTER, failed);

            assertThat(engine.resume(POSTER, result)).isSameAs(result);
        }
    }

    @Nested
    class After_one_of_several_pictures_could_not_be_stored {
        @Test
        void the_others_are_not_looked_for_where_they_have_been_moved_from() {
            var three = ToolFlow.define(
                    "three",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            DRAW,
                            topic.map(t -> ImageGenerationInput.of(t.text()).n(3))));
            mock.on(DRAW).images(3, 8, 8);
            store.breaksFor(record -> record.origin().index() == 1);
            var failed = engine.run(three, TEA);
            store.isUp();

            var result = engine.resume(three, failed);

            assertThat(result.output().images())
                    .hasSize(3)
                    .allSatisfy(image -> assertThat(store.contains(image)).isTrue());
            assertThat(mock.requests()).hasSize(1);
            assertThat(store.list(ImageQuery.all())).hasSize(3);
        }

        @Test
        void the_accepted_items_of_each_stay_and_only_the_others_are_done() {
            var many = ToolFlow.define(
                    "many",
                    Topics.class,
                    (flow, topics) -> flow.each(
                            DRAW,
                            topics.map(all -> all.texts().stream()
                                    .map(ImageGenerationInput::of)
                                    .toList())));
            mock.on(DRAW).answerImage(8, 8);
            store.breaksFor(record -> record.origin().stepId().equals("generate_image[1]"));
            var failed = engine.run(many, new Topics(List.of("a", "b", "c")));
            int asked = mock.requests().size();
            store.isUp();

            var result = engine.resume(many, failed);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.output()).hasSize(3);
            assertThat(mock.requests()).hasSize(3);
            assertThat(asked).isPositive();
            assertThat(result.usage()).isEqualTo(TokenUsage.of(15, 1_500));
            spool.assertNothingIsLeftInTheSpool();
        }
    }
}
