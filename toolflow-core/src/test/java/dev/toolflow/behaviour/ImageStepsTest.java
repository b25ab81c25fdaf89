package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ImageStepsTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private final WatchedSpool spool = new WatchedSpool();
    private final MockOpenAiToolService mock = spool.mock;
    private final OpenAiToolService watched = spool.watched;

    @TempDir
    private Path directory;

    private static byte[] bytesOf(InputStream content) {
        try (content) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Nested
    class A_generation {
        @Test
        void makes_a_reference_whose_bytes_are_in_the_store() {
            mock.on(DRAW).usage(TokenUsage.of(10, 1_000).withImageOutput(1_000)).image(64, 32);

            var result = spool.run(ImageStore.directory(directory));

            GeneratedImage image =
                    result.step(DRAW).output().map(ImageGenerationOutput::image).orElseThrow();
            assertThat(image.width()).isEqualTo(64);
            assertThat(image.height()).isEqualTo(32);
            assertThat(bytesOf(ImageStore.directory(directory).open(image))).hasSize((int) image.sizeBytes());
            assertThat(result.usage().imageOutput()).hasValue(1_000);
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void may_make_several_pictures() {
            mock.on(DRAW).images(3, 8, 8);
            var three = ToolFlow.define(
                    "three",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            DRAW,
                            topic.map(t -> ImageGenerationInput.of(t.text()).n(3))));
            try (var engine = ToolFlowEngine.builder(watched)
                    .images(ImageStore.directory(directory))
                    .build()) {
                var images = engine.run(three, TEA).output().images();

                assertThat(images).hasSize(3).doesNotHaveDuplicates();
                assertThat(images)
                        .allSatisfy(image ->
                                assertThat(engine.images().contains(image)).isTrue());
            }
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void may_make_the_same_picture_twice() {
            mock.on(DRAW).image(8, 8);
            assertThat(spool.run(ImageStore.directory(directory)).status()).isEqualTo(RunStatus.COMPLETED);
            String first = mock.requests().get(0).stepId();
            mock.on(DRAW).answerImage(8, 8);
            String once = spool.run(ImageStore.directory(directory)).output();

            assertThat(spool.run(ImageStore.directory(directory)).output()).isEqualTo(once);
            assertThat(first).isEqualTo("generate_image");
        }

        @Test
        void is_refused_without_a_prompt_before_any_call() {
            var blank = ToolFlow.define(
                    "blank",
                    Topic.class,
                    (flow, topic) -> flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(""))));
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(blank, TEA).step(DRAW).error())
                        .isInstanceOf(StepException.InvalidInput.class)
                        .hasMessageContaining("prompt");
                assertThat(mock.requests()).isEmpty();
            }
        }
    }

    @Nested
    class An_edit {
        @Test
        void reads_the_pictures_of_earlier_steps_from_the_store() {
            List<byte[]> read = new CopyOnWriteArrayList<>();
            OpenAiToolService reading = (request, context) -> {
                if (request.input().value() instanceof ImageEditInput input) {
                    for (ImageSource source : input.images()) {
                        read.add(bytesOf(context.open(((ImageSource.Stored) source).image())));
                    }
                }
                return watched.executeToolCall(request, context);
            };
            mock.on(DRAW).image(16, 16);
            mock.on(TOUCH).image(8, 8);
            var flow = ToolFlow.define("touched", Topic.class, (steps, topic) -> {
                var drawn = steps.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                return steps.step(TOUCH, drawn.map(made -> ImageEditInput.of("brighter", made.image())));
            });
            try (var engine = ToolFlowEngine.builder(reading)
                    .images(ImageStore.directory(directory))
                    .build()) {
                var result = engine.run(flow, TEA);

                assertThat(result.output().image().width()).isEqualTo(8);
                GeneratedImage drawn = result.step(DRAW)
                        .output()
                        .map(ImageGenerationOutput::image)
                        .orElseThrow();
                assertThat(read)
                        .containsExactly(bytesOf(ImageStore.directory(directory).open(drawn)));
            }
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void of_a_picture_that_the_store_loses_fails_as_a_failure_of_the_store() throws IOException {
            GeneratedImage lost = new ImageIngestor(ImageStore.directory(directory), ImageLimits.standard())
                    .ingest(new ByteArrayInputStream(MockImages.png(8, 8, 0)), null);
            OpenAiToolService reading = (request, context) -> {
                ImageStore.directory(directory)
                        .list(ImageQuery.all())
                        .forEach(record -> ImageStore.directory(directory).delete(record.id()));
                context.open(lost);
                throw new AssertionError("the store has it");
            };
            var flow = ToolFlow.define(
                    "lost",
                    Topic.class,
                    (steps, topic) -> steps.step(TOUCH, topic.map(t -> ImageEditInput.of("brighter", lost))));
            try (var engine = ToolFlowEngine.builder(reading)
                    .images(ImageStore.directory(directory))
                    .build()) {
                assertThat(engine.run(flow, TEA).step(TOUCH).error())
                        .isInstanceOf(StepException.StoreFailed.class)
                        .hasMessageContaining("step 'edit_image'");
            }
        }

        @Test
        void of_more_pictures_than_OpenAI_takes_is_refused_before_any_call() {
            GeneratedImage image = new GeneratedImage("0".repeat(64), "image/png", 8, 8, 100, null);
            var flow = ToolFlow.define(
                    "many",
                    Topic.class,
                    (steps, topic) -> steps.step(
                            TOUCH,
                            topic.map(t -> ImageEditInput.of(
                                    "brighter", java.util.Collections.nCopies(17, ImageSource.of(image))))));
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(flow, TEA).step(TOUCH).error())
                        .isInstanceOf(StepException.InvalidInput.class)
                        .hasMessageContaining("images");
            }
        }
    }
}
