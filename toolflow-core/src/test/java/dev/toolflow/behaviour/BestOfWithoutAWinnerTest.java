package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Cups.BEST_OF_3;
import static dev.toolflow.behaviour.Cups.CUP;
import static dev.toolflow.behaviour.Cups.VISION;
import static dev.toolflow.behaviour.Cups.numbers;
import static dev.toolflow.behaviour.Cups.passing;
import static dev.toolflow.behaviour.Cups.refused;
import static dev.toolflow.behaviour.Lines.DRAW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.image.ImageSource;
import dev.toolflow.step.ImageRepair;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BestOfWithoutAWinnerTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(new RecordingSleeper()).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<ImageGenerationOutput> run(ToolCallStep<ImageGenerationInput, ImageGenerationOutput> step) {
        return Cups.run(engine, step, CUP);
    }

    @Nested
    class A_round_in_which_none_passes {
        @Test
        void is_followed_by_another_with_the_best_ones_issues() {
            mock.on(DRAW).images(3, 8, 8).images(3, 9, 9);
            refused(mock, 10, 30, 20);
            passing(mock, 50, 60, 70);

            var result = run(BEST_OF_3.maxRetries(1));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(numbers(result.step(DRAW))).containsExactly(1, 3, 2, 4, 5, 6);
            assertThat(mock.requests(DRAW).get(1).input().feedback())
                    .singleElement()
                    .satisfies(feedback -> assertThat(feedback.issues())
                            .extracting(Issue::message)
                            .containsExactly("no cup at 30"));
            assertThat(result.steps()).extracting(StepResult::id).contains("hero~vision#6");
        }

        @Test
        void counts_once_against_the_retries_and_the_best_is_the_last_output() {
            mock.on(DRAW).images(3, 8, 8);
            refused(mock, 10, 30, 20);

            var result = run(BEST_OF_3.maxRetries(0));

            StepResult<ImageGenerationOutput> hero = result.step(DRAW);
            assertThat(hero.error())
                    .isInstanceOf(StepException.OutputRejected.class)
                    .hasMessage("step 'hero': not accepted after 3 attempts: no cup at 30");
            assertThat(hero.attempts().get(2).number()).isEqualTo(2);
            assertThat(hero.output()).isEqualTo(hero.attempts().get(2).output());
        }

        @Test
        void is_followed_by_edits_of_the_best_where_the_step_repairs_so() {
            mock.on(DRAW).images(3, 8, 8).images(3, 9, 9);
            refused(mock, 10, 30, 20);
            passing(mock, 50, 60, 70);

            var result = run(BEST_OF_3.repair(ImageRepair.EDIT));

            ImageEditInput edit =
                    (ImageEditInput) mock.requests(DRAW).get(1).input().value();
            assertThat(edit.n()).isEqualTo(3);
            assertThat(edit.images())
                    .containsExactly(ImageSource.of(result.step(DRAW)
                            .attempts()
                            .get(2)
                            .output()
                            .orElseThrow()
                            .image()));
        }
    }

    @Nested
    class A_judge_that_fails {
        @Test
        void costs_its_candidate_alone_when_another_passes() {
            mock.on(DRAW).images(3, 8, 8);
            mock.on(VISION.definition()).fail(new ToolCallException.Rejected("401"));
            passing(mock, 60, 50);

            var result = run(BEST_OF_3);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.error()).isEmpty();
            assertThat(numbers(result.step(DRAW))).containsExactly(1, 3, 2);
        }

        @Test
        void says_that_the_candidates_beside_its_own_are_judged() {
            mock.on(DRAW).images(3, 8, 8);
            mock.on(VISION.definition()).fail(new ToolCallException.Rejected("401"));
            passing(mock, 60, 50);

            assertThat(run(BEST_OF_3)
                            .step(DRAW)
                            .attempts()
                            .get(0)
                            .failureReason()
                            .orElseThrow())
                    .contains("no further candidate is made; those that were made beside it are judged")
                    .doesNotContain("nothing more is called");
        }

        @Test
        void fails_the_step_when_none_passes_and_nothing_more_is_bought() {
            mock.on(DRAW).images(3, 8, 8);
            refused(mock, 10);
            mock.on(VISION.definition()).fail(new ToolCallException.Rejected("401"));
            refused(mock, 20);

            var result = run(BEST_OF_3);

            assertThat(result.step(DRAW).error()).isInstanceOf(StepException.AuditFailed.class);
            assertThat(mock.requests(DRAW)).hasSize(1);
        }

        @Test
        void ends_a_round_of_several_calls() {
            mock.on(DRAW).image(8, 8);
            mock.on(VISION.definition()).fail(new ToolCallException.Rejected("401"));

            assertThat(run(BEST_OF_3.model("dall-e-3")).step(DRAW).error())
                    .isInstanceOf(StepException.AuditFailed.class);
            assertThat(mock.requests(DRAW)).hasSize(1);
        }
    }
}
