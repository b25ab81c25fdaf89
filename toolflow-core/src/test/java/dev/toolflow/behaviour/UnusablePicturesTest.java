package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallResponse;
import dev.toolflow.tool.ToolInput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UnusablePicturesTest {
    private static final byte[] HTML = "<html>busy</html>".getBytes(StandardCharsets.US_ASCII);

    private final WatchedSpool spool = new WatchedSpool();
    private final MockOpenAiToolService mock = spool.mock;
    private final List<Path> spooled = spool.spooled;
    private final OpenAiToolService watched = spool.watched;

    @TempDir
    private Path directory;

    @Nested
    class A_picture_that_cannot_be_used {
        @Test
        void is_a_new_attempt_that_leaves_the_prompt_alone_and_both_are_paid() {
            mock.on(DRAW).usage(TokenUsage.of(5, 500)).imageBytes(HTML).image(8, 8);

            var result = spool.run(ImageStore.directory(directory));

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
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void is_another_matter_than_one_that_an_audit_rejects_which_is_feedback() {
            mock.on(DRAW).image(8, 8).image(16, 16);
            var square = ToolCallStep.of(DRAW)
                    .audit(made -> made.image().width() == 16 ? List.of() : List.of(Issue.critical("too small")));
            try (var engine = ToolFlowEngine.builder(watched)
                    .images(ImageStore.directory(directory))
                    .build()) {
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

            var result = spool.run(ImageStore.directory(directory));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(DRAW).attempts()).hasSize(4);
            assertThat(directory).isEmptyDirectory();
            spool.assertNothingIsLeftInTheSpool();
        }

        @Test
        void is_one_that_is_larger_than_allowed() {
            mock.on(DRAW).image(64, 64).image(8, 8);
            try (var engine = ToolFlowEngine.builder(watched)
                    .images(ImageStore.directory(directory))
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
                    .images(ImageStore.directory(directory))
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
            spool.assertNothingIsLeftInTheSpool();
        }
    }
}
