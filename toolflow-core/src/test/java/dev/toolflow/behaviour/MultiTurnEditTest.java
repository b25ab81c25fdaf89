package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
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
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.testing.MockOpenAiToolService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MultiTurnEditTest {
    private static final ImageEditStepDefinition TOUCH = ImageEditStepDefinition.create();
    private static final ToolFlow<Topic, GeneratedImage> THREE_TURNS =
            ToolFlow.define("three-turns", Topic.class, (flow, topic) -> {
                var drawn = flow.step(DRAW, topic.map(t -> ImageGenerationInput.of(t.text())));
                var rounder = flow.step(
                        ToolCallStep.of(TOUCH).as("rounder").audit(MultiTurnEditTest::wide),
                        drawn.map(made -> ImageEditInput.of("rounder", made.image())));
                var brighter = flow.step(
                        ToolCallStep.of(TOUCH).as("brighter"),
                        rounder.map(made -> ImageEditInput.of("brighter", made.image())));
                return brighter.map(ImageGenerationOutput::image);
            });

    @TempDir
    private Path directory;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private static List<Issue> wide(ImageGenerationOutput made) {
        return made.image().width() >= 20 ? List.of() : List.of(Issue.critical("too narrow"));
    }

    private ToolFlowResult<GeneratedImage> run() {
        try (var engine = ToolFlowEngine.builder(mock)
                .images(ImageStore.directory(directory))
                .build()) {
            return engine.run(THREE_TURNS, TEA);
        }
    }

    private ImageSource edited(int request) {
        return ((ImageEditInput) mock.requests().get(request).input().value())
                .images()
                .get(0);
    }

    @Nested
    class An_edit_of_a_picture_from_the_turn_before {

        @Test
        void is_given_exactly_the_picture_that_was_accepted_there() {
            mock.on(DRAW).image(8, 8);
            mock.on(TOUCH).image(10, 10).image(20, 20).image(30, 30);

            ToolFlowResult<GeneratedImage> result = run();

            GeneratedImage drawn = result.step(DRAW).output().orElseThrow().image();
            GeneratedImage rounder =
                    result.step("rounder", TOUCH).output().orElseThrow().image();
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(edited(1)).isEqualTo(ImageSource.of(drawn));
            assertThat(edited(2)).isEqualTo(ImageSource.of(drawn));
            assertThat(edited(3)).isEqualTo(ImageSource.of(rounder));
            assertThat(rounder.width()).isEqualTo(20);
            assertThat(result.output().width()).isEqualTo(30);
        }

        @Test
        void has_attempts_of_its_own_in_each_turn_and_every_turns_picture_is_kept() {
            mock.on(DRAW).image(8, 8);
            mock.on(TOUCH).image(10, 10).image(20, 20).image(30, 30);

            ToolFlowResult<GeneratedImage> result = run();

            assertThat(result.step("rounder", TOUCH).attempts())
                    .extracting(attempt -> attempt instanceof Attempt.Accepted)
                    .containsExactly(false, true);
            assertThat(result.step("brighter", TOUCH).attempts()).hasSize(1);
            assertThat(mock.requests().get(3).input().feedback()).isEmpty();
            ImageStore store = ImageStore.directory(directory);
            assertThat(List.of(
                            result.step(DRAW).output().orElseThrow().image(),
                            result.step("rounder", TOUCH).output().orElseThrow().image(),
                            result.output()))
                    .allMatch(store::contains);
        }
    }
}
