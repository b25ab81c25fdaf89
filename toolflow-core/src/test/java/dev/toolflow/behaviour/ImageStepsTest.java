package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.store.ImageRecord;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.store.SweptImages;
import dev.toolflow.testing.MockImages;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ImageStepsTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final byte[] HTML = "<html>busy</html>".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final List<Path> spooled = new CopyOnWriteArrayList<>();
    private final OpenAiToolService watched = (request, context) -> {
        ToolCallResponse response = mock.executeToolCall(request, context);
        context.images().images().forEach(image -> spooled.add(image.file()));
        return response;
    };

    private ToolFlowResult<String> run(ImageStore store) {
        try (var engine = ToolFlowEngine.builder(watched).images(store).build()) {
            return engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
        }
    }

    private ImageStore store() {
        return ImageStore.directory(directory);
    }

    private void assertNothingIsLeftInTheSpool() {
        assertThat(spooled).isNotEmpty().allSatisfy(file -> {
            assertThat(file).doesNotExist();
            assertThat(file.getParent()).doesNotExist();
        });
    }

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

            var result = run(store());

            GeneratedImage image =
                    result.step(DRAW).output().map(ImageGenerationOutput::image).orElseThrow();
            assertThat(image.width()).isEqualTo(64);
            assertThat(image.height()).isEqualTo(32);
            assertThat(bytesOf(store().open(image))).hasSize((int) image.sizeBytes());
            assertThat(result.usage().imageOutput()).hasValue(1_000);
            assertNothingIsLeftInTheSpool();
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
            try (var engine = ToolFlowEngine.builder(watched).images(store()).build()) {
                var images = engine.run(three, TEA).output().images();

                assertThat(images).hasSize(3).doesNotHaveDuplicates();
                assertThat(images)
                        .allSatisfy(image ->
                                assertThat(engine.images().contains(image)).isTrue());
            }
            assertNothingIsLeftInTheSpool();
        }

        @Test
        void may_make_the_same_picture_twice() {
            mock.on(DRAW).image(8, 8);
            assertThat(run(store()).status()).isEqualTo(RunStatus.COMPLETED);
            String first = mock.requests().get(0).stepId();
            mock.on(DRAW).answerImage(8, 8);
            String once = run(store()).output();

            assertThat(run(store()).output()).isEqualTo(once);
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
    class A_picture_that_cannot_be_used {
        @Test
        void is_a_new_attempt_that_leaves_the_prompt_alone_and_both_are_paid() {
            mock.on(DRAW).usage(TokenUsage.of(5, 500)).imageBytes(HTML).image(8, 8);

            var result = run(store());

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.step(DRAW).attempts().get(0))
                    .isInstanceOfSatisfying(
                            Attempt.Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOf(Malformed.class)
                                    .hasMessageContaining("step 'generate_image': unusable image"));
            assertThat(result.step(DRAW).attempts().get(0).issues())
                    .singleElement()
                    .satisfies(issue -> assertThat(issue.message()).contains("unusable image"));
            assertThat(mock.requests().get(1).input().feedback())
                    .containsExactly(new ToolInput.Feedback(1, null, List.of()));
            assertThat(result.usage()).isEqualTo(TokenUsage.of(10, 1_000));
            assertNothingIsLeftInTheSpool();
        }

        @Test
        void is_another_matter_than_one_that_an_audit_rejects_which_is_feedback() {
            mock.on(DRAW).image(8, 8).image(16, 16);
            var square = ToolCallStep.of(DRAW)
                    .audit(made -> made.image().width() == 16 ? List.of() : List.of(Issue.critical("too small")));
            try (var engine = ToolFlowEngine.builder(watched).images(store()).build()) {
                assertThat(engine.run(pictureFlow(square), TEA).status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(mock.requests().get(1).input().feedback().get(0).issues())
                        .extracting(Issue::message)
                        .containsExactly("too small");
            }
        }

        @Test
        void fails_the_step_when_it_never_gets_better_and_nothing_is_stored() {
            for (int i = 0; i < 4; i++) {
                mock.on(DRAW).imageBytes(HTML);
            }

            var result = run(store());

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(DRAW).attempts()).hasSize(4);
            assertThat(directory).isEmptyDirectory();
            assertNothingIsLeftInTheSpool();
        }

        @Test
        void is_one_that_is_larger_than_allowed() {
            mock.on(DRAW).image(64, 64).image(8, 8);
            try (var engine = ToolFlowEngine.builder(watched)
                    .images(store())
                    .imageLimits(ImageLimits.standard().maxSide(8))
                    .build()) {
                var result = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

                assertThat(result.step(DRAW).attempts()).hasSize(2);
                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void is_one_that_has_more_bytes_than_allowed() {
            mock.on(DRAW).imageBytes(new byte[2_000]).image(8, 8);
            try (var engine = ToolFlowEngine.builder(watched)
                    .images(store())
                    .imageLimits(ImageLimits.standard().maxBytes(1_000))
                    .build()) {
                var result = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

                assertThat(result.step(DRAW).attempts()).hasSize(2);
                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no JSON",
                    "{}",
                    "[]",
                    "null",
                    "{\"images\":[]}",
                    "{\"images\":5}",
                    "{\"images\":[{}]}",
                    "{\"images\":[{\"sha256\":\"00\",\"mime\":\"image/png\"}]}"
                })
        void is_one_that_the_reply_does_not_name_rightly(String output) {
            OpenAiToolService careless =
                    (request, context) -> new ToolCallResponse(output, receipt(TokenUsage.of(1, 1)));
            try (var engine = ToolFlowEngine.create(careless)) {
                var result = engine.run(pictureFlow(ToolCallStep.of(DRAW).maxRetries(0)), TEA);

                assertThat(result.step(DRAW).error())
                        .isInstanceOf(Malformed.class)
                        .hasMessageContaining("step 'generate_image'");
                assertThat(result.usage()).isEqualTo(TokenUsage.of(1, 1));
            }
        }

        @Test
        void is_one_of_another_type_than_it_is_said_to_be() {
            OpenAiToolService lying = (request, context) -> {
                ToolCallResponse honest = mock.executeToolCall(request, context);
                return new ToolCallResponse(honest.output().replace("image/png", "image/jpeg"), honest.receipt());
            };
            mock.on(DRAW).image(8, 8);
            try (var engine = ToolFlowEngine.create(lying)) {
                assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW).maxRetries(0)), TEA)
                                .step(DRAW)
                                .error())
                        .isInstanceOf(Malformed.class)
                        .hasMessageContaining("unusable image");
            }
        }
    }

    @Nested
    class A_store_that_fails {
        private final class Failing implements ImageStore {
            private final RuntimeException failure;

            Failing(RuntimeException failure) {
                this.failure = failure;
            }

            @Override
            public void put(ImageRecord record, Path content) {
                throw failure;
            }

            @Override
            public InputStream open(GeneratedImage image) {
                throw failure;
            }

            @Override
            public boolean contains(GeneratedImage image) {
                return false;
            }

            @Override
            public Optional<ImageRecord> find(String id) {
                throw failure;
            }

            @Override
            public List<ImageRecord> list(ImageQuery query) {
                throw failure;
            }

            @Override
            public boolean delete(String id) {
                throw failure;
            }

            @Override
            public SweptImages sweep(Duration olderThan) {
                throw failure;
            }
        }

        private void assertKept(RuntimeException failure) throws IOException {
            mock.on(DRAW).usage(TokenUsage.of(5, 500)).image(8, 8);

            var result = run(new Failing(failure));

            Path kept = spooled.get(0);
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(DRAW).status()).isEqualTo(StepStatus.FAILED);
            assertThat(result.step(DRAW).error())
                    .isInstanceOf(StepException.StoreFailed.class)
                    .hasMessageContaining("step 'generate_image'")
                    .hasMessageContaining("paid for")
                    .hasMessageContaining(kept.toString())
                    .hasMessageContaining("mend the store")
                    .hasCause(failure);
            assertThat(result.usage()).isEqualTo(TokenUsage.of(5, 500));
            assertThat(Files.size(kept)).isPositive();
            assertThat(mock.requests()).hasSize(1);
            Files.delete(kept);
            Files.delete(kept.getParent());
        }

        @Test
        void fails_the_step_and_says_where_the_bytes_are_kept() throws IOException {
            assertKept(new ImageStoreException("the bucket is gone"));
        }

        @Test
        void fails_the_step_so_even_when_it_throws_something_of_its_own() throws IOException {
            assertKept(new IllegalStateException("403"));
        }

        @Test
        void leaves_no_step_with_a_picture_that_is_not_there() throws IOException {
            mock.on(DRAW).images(2, 8, 8);

            var result = run(new Failing(new ImageStoreException("the bucket is gone")));

            assertThat(result.step(DRAW).output()).isEmpty();
            for (SpooledImage image : spooled.stream()
                    .distinct()
                    .map(file -> new SpooledImage("0".repeat(64), 1, file))
                    .toList()) {
                Files.deleteIfExists(image.file());
            }
            Files.delete(spooled.get(0).getParent());
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
            try (var engine = ToolFlowEngine.builder(reading).images(store()).build()) {
                var result = engine.run(flow, TEA);

                assertThat(result.output().image().width()).isEqualTo(8);
                GeneratedImage drawn = result.step(DRAW)
                        .output()
                        .map(ImageGenerationOutput::image)
                        .orElseThrow();
                assertThat(read).containsExactly(bytesOf(store().open(drawn)));
            }
            assertNothingIsLeftInTheSpool();
        }

        @Test
        void of_a_picture_that_the_store_loses_fails_as_a_failure_of_the_store() throws IOException {
            GeneratedImage lost = new ImageIngestor(store(), ImageLimits.standard())
                    .ingest(new ByteArrayInputStream(MockImages.png(8, 8, 0)), null);
            OpenAiToolService reading = (request, context) -> {
                store().list(ImageQuery.all()).forEach(record -> store().delete(record.id()));
                context.open(lost);
                throw new AssertionError("the store has it");
            };
            var flow = ToolFlow.define(
                    "lost",
                    Topic.class,
                    (steps, topic) -> steps.step(TOUCH, topic.map(t -> ImageEditInput.of("brighter", lost))));
            try (var engine = ToolFlowEngine.builder(reading).images(store()).build()) {
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

    @Nested
    class What_was_received_of_a_call_that_failed {
        @Test
        void is_deleted() {
            OpenAiToolService half = (request, context) -> {
                ImageSpool.Intake intake = context.images().begin();
                intake.write(HTML, 0, HTML.length);
                spooled.add(intake.finish().file());
                throw new dev.toolflow.tool.ToolCallException.Rejected("moderated");
            };
            try (var engine = ToolFlowEngine.create(half)) {
                engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
            }
            assertNothingIsLeftInTheSpool();
        }
    }
}
