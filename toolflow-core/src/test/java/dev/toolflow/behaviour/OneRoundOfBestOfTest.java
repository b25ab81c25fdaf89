package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Cups.BEST_OF_3;
import static dev.toolflow.behaviour.Cups.CUP;
import static dev.toolflow.behaviour.Cups.VISION;
import static dev.toolflow.behaviour.Cups.numbers;
import static dev.toolflow.behaviour.Cups.passing;
import static dev.toolflow.behaviour.Cups.refused;
import static dev.toolflow.behaviour.Lines.DRAW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.budget.PriceList;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OneRoundOfBestOfTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .sleeper(new RecordingSleeper())
            .prices(PriceList.empty().with("gpt-", ModelPrice.perMillion("1", "10")))
            .listener(listener)
            .build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private int asked(int request) {
        return ((ImageGenerationInput) mock.requests(DRAW).get(request).input().value()).n();
    }

    @Test
    void asks_for_all_candidates_at_once_and_keeps_the_best_alone() {
        mock.on(DRAW).images(3, 8, 8);
        passing(mock, 61, 78, 40);

        var result = Cups.run(engine, BEST_OF_3, CUP);

        assertThat(asked(0)).isEqualTo(3);
        assertThat(mock.requests(DRAW)).hasSize(1);
        StepResult<ImageGenerationOutput> hero = result.step(DRAW);
        assertThat(hero.status()).isEqualTo(StepStatus.COMPLETED);
        assertThat(numbers(hero)).containsExactly(3, 1, 2);
        assertThat(result.output().images()).hasSize(1);
        assertThat(hero.attempts().get(2)).isInstanceOfSatisfying(Attempt.Accepted.class, best -> {
            assertThat(best.score()).hasValue(78);
            assertThat(best.value()).isEqualTo(result.output());
        });
        assertThat(hero.attempts())
                .extracting(attempt -> attempt.failureReason().orElse(""))
                .containsExactly(
                        "not the best: it has 40, attempt 2 has 78", "not the best: it has 61, attempt 2 has 78", "");
        assertThat(result.toJson()).contains("\"score\":78.0");
    }

    @Test
    void counts_its_call_once_and_each_judgement() {
        mock.on(DRAW).usage(TokenUsage.of(10, 3_000)).images(3, 8, 8);
        mock.on(VISION.definition()).usage(TokenUsage.of(7, 2));
        passing(mock, 61, 78, 40);

        var result = Cups.run(engine, BEST_OF_3, CUP);

        assertThat(result.step(DRAW).usage()).isEqualTo(TokenUsage.of(10, 3_000));
        assertThat(result.usage()).isEqualTo(TokenUsage.of(31, 3_006));
        assertThat(result.step(DRAW).attempts())
                .extracting(attempt -> attempt.made().calls())
                .containsExactly(0, 1, 0);
        assertThat(result.cost().usd()).isEqualByComparingTo("0.030091");
        assertThat(result.cost().isComplete()).isTrue();
        assertThat(result.steps())
                .extracting(StepResult::id)
                .containsExactly("hero", "hero~vision", "hero~vision#2", "hero~vision#3");
    }

    @Test
    void gives_a_tie_to_the_picture_that_came_first() {
        mock.on(DRAW).images(3, 8, 8);
        passing(mock, 70, 80, 80);

        StepResult<ImageGenerationOutput> hero =
                Cups.run(engine, BEST_OF_3, CUP).step(DRAW);

        assertThat(numbers(hero)).containsExactly(1, 3, 2);
        assertThat(hero.attempts().get(1).failureReason())
                .contains("not the best: it has 80, attempt 2 has 80 and came first");
    }

    @Test
    void scores_by_the_issues_where_no_judge_gives_a_score() {
        mock.on(DRAW).images(2, 8, 8);
        Map<String, Integer> order = new java.util.concurrent.ConcurrentHashMap<>();
        var plain = ToolCallStep.of(DRAW)
                .bestOf(2)
                .audit(made -> order.putIfAbsent(made.image().sha256(), 0) == null && order.size() == 1
                        ? List.of(Issue.high("dull"))
                        : List.of(Issue.low("flat")));

        StepResult<ImageGenerationOutput> step = Cups.run(engine, plain, CUP).step(DRAW);

        assertThat(step.attempts())
                .extracting(attempt -> attempt.score().orElse(-1))
                .containsExactly(80.0, 99.0);
        assertThat(step.issues()).extracting(Issue::message).containsExactly("flat");
    }

    @Test
    void prefers_what_passes_to_what_scores_better() {
        mock.on(DRAW).images(3, 8, 8);
        passing(mock, 30);
        refused(mock, 95);
        passing(mock, 20);

        StepResult<ImageGenerationOutput> hero =
                Cups.run(engine, BEST_OF_3, CUP).step(DRAW);

        assertThat(numbers(hero)).containsExactly(2, 3, 1);
        assertThat(hero.attempts().get(0).failureReason()).contains("no cup at 95");
    }

    @Test
    void tells_each_candidate_as_an_attempt() {
        mock.on(DRAW).images(3, 8, 8);
        passing(mock, 61, 78, 40);

        Cups.run(engine, BEST_OF_3, CUP);

        assertThat(listener.whenFinished().stream()
                        .filter(ToolFlowEvent.AttemptStarted.class::isInstance)
                        .map(ToolFlowEvent.AttemptStarted.class::cast)
                        .filter(event -> event.stepId().equals("hero"))
                        .map(ToolFlowEvent.AttemptStarted::attempt))
                .containsExactly(1, 2, 3);
    }

    @Test
    void is_one_call_for_each_candidate_where_the_model_makes_one_picture_at_a_time() {
        mock.on(DRAW).usage(TokenUsage.of(1, 10)).image(8, 8).image(9, 9).image(10, 10);
        passing(mock, 61, 78, 40);

        var result = Cups.run(engine, BEST_OF_3.model("openai/dall-e-3"), CUP);

        assertThat(mock.requests(DRAW)).hasSize(3);
        assertThat(asked(2)).isEqualTo(1);
        assertThat(result.output().image().width()).isEqualTo(9);
        assertThat(result.step(DRAW).usage()).isEqualTo(TokenUsage.of(3, 30));
    }

    @Test
    void calls_once_for_each_candidate_that_is_shown_while_it_is_drawn() {
        mock.on(DRAW).image(8, 8).image(9, 9).image(10, 10);
        passing(mock, 61, 78, 40);

        Cups.run(engine, BEST_OF_3, CUP.partialImages(1));

        assertThat(mock.requests(DRAW)).hasSize(3);
        assertThat(asked(0)).isEqualTo(1);
    }

    @Test
    void goes_on_without_a_picture_that_cannot_be_used() {
        var broken = "<html>busy</html>".getBytes(StandardCharsets.US_ASCII);
        mock.on(DRAW).image(8, 8).imageBytes(broken).image(10, 10);
        passing(mock, 61, 40);

        var result = Cups.run(engine, BEST_OF_3.model("dall-e-3"), CUP);

        assertThat(result.output().image().width()).isEqualTo(8);
        assertThat(numbers(result.step(DRAW))).containsExactly(2, 3, 1);
    }
}
