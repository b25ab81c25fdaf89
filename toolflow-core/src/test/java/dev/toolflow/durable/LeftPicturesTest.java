package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.BreakableStore;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.durable.DyingStore.Moment;
import dev.toolflow.durable.Processes.Mortal;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.LeftImages;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.TokenUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pictures that were paid for and not stored lie where a process received them, from where another one takes them. */
@Timeout(60)
class LeftPicturesTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final TokenUsage USED = TokenUsage.of(10, 1);
    private boolean passes = true;
    private final ToolFlow<Topic, ImageGenerationOutput> pictures = ToolFlow.define(
            "pictures",
            Topic.class,
            (steps, topic) -> steps.step(
                    ToolCallStep.of(Lines.DRAW)
                            .maxRetries(0)
                            .audit(output -> passes ? List.of() : List.of(Issue.critical("dull"))),
                    topic.map(t -> ImageGenerationInput.of(t.text()).n(3))));

    private final Processes processes = new Processes();
    private final BreakableStore images = new BreakableStore(processes.images);

    @AfterEach
    void close() {
        processes.close();
    }

    private ToolFlowEngine engine() {
        return processes.builder().images(images).store(processes.store).build();
    }

    private ToolFlowResult<ImageGenerationOutput> resumed() {
        try (ToolFlowEngine next = engine()) {
            return next.resume(pictures, "mine");
        }
    }

    private void requireBoughtOnce(ToolFlowResult<ImageGenerationOutput> result) {
        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(result.output().images()).hasSize(3).allMatch(processes.images::contains);
        assertThat(processes.mock.requests()).hasSize(1);
        assertThat(result.usage()).isEqualTo(USED);
        assertThat(result.steps().get(0).attempts()).hasSize(1);
        assertThat(images.refused()).noneMatch(file -> Files.exists(file) || Files.exists(file.getParent()));
    }

    private void requireBoughtTwice(ToolFlowResult<ImageGenerationOutput> result) {
        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.mock.requests()).hasSize(2);
        assertThat(result.usage()).isEqualTo(USED.plus(USED));
        assertThat(result.reserved().isNothing()).isTrue();
    }

    @Nested
    class Of_a_process_that_died {
        private void dies() {
            processes
                    .mock
                    .on(Lines.DRAW)
                    .usage(USED)
                    .images(3, 8, 8)
                    .usage(USED)
                    .images(3, 8, 8);
            DyingStore seen = DyingStore.at(processes.store, Integer.MAX_VALUE, Moment.BEFORE);
            images.breaksFor(record -> {
                seen.die();
                return record.origin().index() == 1;
            });
            Mortal mortal =
                    new Mortal(processes.builder().images(images).store(seen).build(), seen);
            mortal.engine().run(pictures, Lines.TEA, MINE);
            mortal.dies();
            processes.leasesEnd();
            images.isUp();
        }

        @Test
        void are_stored_and_judged_without_a_call() {
            dies();
            requireBoughtOnce(resumed());
        }

        @Test
        void that_are_gone_are_bought_again_and_both_are_in_the_books() throws IOException {
            dies();
            Files.delete(images.refused().get(0));
            requireBoughtTwice(resumed());
        }

        @Test
        void that_are_not_as_they_were_are_bought_again() throws IOException {
            dies();
            Path torn = images.refused().get(0);
            Files.write(torn, new byte[(int) Files.size(torn)]);
            requireBoughtTwice(resumed());
        }
    }

    @Nested
    class Of_a_run_whose_store_failed {
        private void fails() {
            processes
                    .mock
                    .on(Lines.DRAW)
                    .usage(USED)
                    .images(3, 8, 8)
                    .usage(USED)
                    .images(3, 8, 8);
            images.breaksFor(record -> record.origin().index() == 1);
            try (ToolFlowEngine first = engine()) {
                ToolFlowResult<ImageGenerationOutput> failed = first.run(pictures, Lines.TEA, MINE);
                assertThat(failed.error().orElseThrow())
                        .isInstanceOf(StepException.StoreFailed.class)
                        .hasMessageContaining("or resuming its id on this machine");
            }
        }

        @Test
        void are_stored_and_judged_without_a_call() {
            fails();
            images.isUp();
            requireBoughtOnce(resumed());
        }

        @Test
        void wait_as_long_as_the_store_is_down() {
            fails();
            assertThat(resumed().error().orElseThrow()).isInstanceOf(StepException.StoreFailed.class);
            images.isUp();
            requireBoughtOnce(resumed());
        }

        @Test
        void that_are_gone_are_bought_again_and_both_are_in_the_books() throws IOException {
            fails();
            images.isUp();
            Files.delete(images.refused().get(0));
            requireBoughtTwice(resumed());
        }

        /** The run went on where they were not to be had, and then where they are. */
        @Test
        void are_not_taken_up_behind_later_attempts() throws IOException {
            fails();
            images.isUp();
            Path left = images.refused().get(0);
            Path elsewhere = Files.move(left, left.resolveSibling("elsewhere"));
            passes = false;
            assertThat(resumed().error().orElseThrow()).isInstanceOf(StepException.OutputRejected.class);
            Files.move(elsewhere, left);
            passes = true;
            processes.mock.on(Lines.DRAW).usage(USED).images(3, 8, 8);

            ToolFlowResult<ImageGenerationOutput> result = resumed();

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.steps().get(0).attempts()).hasSize(3);
            assertThat(result.usage()).isEqualTo(USED.plus(USED).plus(USED));
        }

        @Test
        void stay_where_they_are_when_the_run_is_only_looked_at() {
            fails();
            try (ToolFlowEngine next = engine()) {
                assertThat(next.run(pictures, Lines.TEA, MINE).status()).isEqualTo(RunStatus.FAILED);
            }
            assertThat(images.refused()).allMatch(Files::exists);
            assertThat(processes.mock.requests()).hasSize(1);
        }
    }

    @Test
    void a_file_that_is_in_no_spool_is_left_alone() throws IOException {
        Path mine = Files.createTempFile("mine-", ".png");
        Files.writeString(mine, "x");
        List<SpooledImage> said =
                List.of(new SpooledImage("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881", 1, mine));
        assertThat(LeftImages.of(said).images()).isEmpty();
        Files.delete(mine);
    }
}
