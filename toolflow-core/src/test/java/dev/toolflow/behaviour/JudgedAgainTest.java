package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Cups.VISION;
import static dev.toolflow.behaviour.Cups.numbers;
import static dev.toolflow.behaviour.Cups.passing;
import static dev.toolflow.behaviour.Cups.refused;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Resuming judges what was paid for and not judged to the end; it never buys that again. */
@Timeout(60)
class JudgedAgainTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final MendableCode code = new MendableCode();
    private final AtomicInteger judged = new AtomicInteger();
    private final AtomicInteger hangsAt = new AtomicInteger();
    private final Gate judging = new Gate();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(this::answer).sleeper(new RecordingSleeper()).build();

    @BeforeEach
    void pictures_cost() {
        mock.on(DRAW).usage(TokenUsage.of(5, 500));
    }

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    /** The judge hangs at the picture of that number until the run is stopped. */
    private ToolCallResponse answer(ToolCallRequest request, CallContext context) {
        boolean asksTheJudge = request.tool().name().equals(VISION.definition().name());
        if (asksTheJudge && judged.incrementAndGet() == hangsAt.get()) {
            Gate closed = new Gate();
            context.onCancel(closed::open);
            judging.open();
            closed.passUninterrupted();
            throw new ToolCallException.Cancelled("closed", receipt(TokenUsage.none()), null);
        }
        return mock.executeToolCall(request, context);
    }

    private ToolFlowResult<ImageGenerationOutput> cancelledAtTheJudge(ToolFlow<Topic, ImageGenerationOutput> flow) {
        var run = engine.start(flow, TEA);
        judging.pass();
        run.cancel();
        return run.result().join();
    }

    @Nested
    class A_picture_that_waits_for_its_judge {
        @Test
        void is_judged_after_the_run_was_cancelled_meanwhile() {
            mock.on(DRAW).image(8, 8);
            hangsAt.set(1);
            var flow = Cups.flow(Cups.HERO.audit(VISION));
            var cancelled = cancelledAtTheJudge(flow);
            assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
            passing(mock, 80);

            var result = engine.resume(flow, cancelled);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(DRAW)).hasSize(1);
            assertThat(result.step(DRAW).usage()).isEqualTo(TokenUsage.of(5, 500));
        }

        @Test
        void is_judged_after_another_step_stopped_the_run() {
            var written = new Gate();
            var drawing = new Gate();
            var stops = ToolFlow.<Topic, Line>define("two", Topic.class, (flow, topic) -> {
                flow.step(Cups.HERO.audit(VISION), topic.map(t -> Cups.CUP));
                return flow.step(WRITE, topic);
            });
            MockOpenAiToolService other = MockOpenAiToolService.create();
            other.on(DRAW).answerImage(8, 8);
            other.on(WRITE).fail(new ToolCallException.Rejected("moderated")).reply(Lines.CALM);
            passing(other, 80);
            try (var two = ToolFlowEngine.builder((request, context) -> {
                        if (request.tool().name().equals(DRAW.name())) {
                            drawing.open();
                            written.pass();
                        } else {
                            drawing.pass();
                        }
                        return other.executeToolCall(request, context);
                    })
                    .listener(event -> {
                        if (event instanceof ToolFlowEvent.StepFinished ended
                                && ended.stepId().equals("write_line")) {
                            written.open();
                        }
                    })
                    .build()) {
                var failed = two.run(stops, TEA);
                assertThat(failed.step("hero~vision", VISION.definition()).status())
                        .isEqualTo(StepStatus.SKIPPED);

                var result = two.resume(stops, failed);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(other.requests(DRAW)).hasSize(1);
                assertThat(other.requests(VISION.definition())).hasSize(1);
            }
        }

        @Test
        void is_tried_anew_when_it_does_not_pass_in_the_end() {
            mock.on(DRAW).image(8, 8).image(9, 9);
            hangsAt.set(1);
            var flow = Cups.flow(Cups.HERO.audit(VISION));
            var cancelled = cancelledAtTheJudge(flow);
            refused(mock, 10);
            passing(mock, 80);

            var result = engine.resume(flow, cancelled);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(numbers(result.step(DRAW))).containsExactly(1, 2);
            assertThat(mock.requests(DRAW).get(1).input().feedback()).hasSize(1);
        }

        @Test
        void is_judged_where_others_would_go_on_without_it() {
            mock.on(DRAW).image(8, 8);
            hangsAt.set(1);
            var flow = Cups.flow(Cups.HERO.audit(VISION).onFailure(OnFailure.CONTINUE));
            var cancelled = cancelledAtTheJudge(flow);
            passing(mock, 80);

            var result = engine.resume(flow, cancelled);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.step(DRAW).attempts()).singleElement().isInstanceOf(Attempt.Accepted.class);
            assertThat(mock.requests(DRAW)).hasSize(1);
        }
    }

    @Nested
    class Candidates_of_one_round {
        @Test
        void are_all_judged_whose_audit_threw_and_the_best_of_them_counts() {
            mock.on(DRAW).images(2, 8, 8);
            var flow = Cups.flow(Cups.HERO.bestOf(2).audit(made -> {
                code.run();
                return judged.incrementAndGet() == 1 ? List.of(Issue.medium("dull")) : List.of();
            }));
            var failed = engine.run(flow, TEA);
            assertThat(failed.step(DRAW).error()).isInstanceOf(StepException.AuditFailed.class);
            code.mend();

            var result = engine.resume(flow, failed);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(numbers(result.step(DRAW))).containsExactly(1, 2);
            assertThat(mock.requests(DRAW)).hasSize(1);
        }

        @Test
        void are_ranked_with_those_that_did_not_pass_before() {
            mock.on(DRAW).images(2, 8, 8).images(2, 9, 9);
            refused(mock, 40);
            hangsAt.set(2);
            var flow = Cups.flow(Cups.HERO.bestOf(2).audit(VISION));
            var cancelled = cancelledAtTheJudge(flow);
            assertThat(numbers(cancelled.step(DRAW))).containsExactly(1, 2);
            refused(mock, 30);
            passing(mock, 80, 70);

            var result = engine.resume(flow, cancelled);

            assertThat(numbers(result.step(DRAW))).containsExactly(2, 1, 4, 3);
            assertThat(mock.requests(DRAW)).hasSize(2);
            assertThat(mock.requests(DRAW).get(1).input().feedback())
                    .singleElement()
                    .satisfies(told -> assertThat(told.attempt()).isEqualTo(1));
        }

        @Test
        void keep_the_one_that_passed_when_the_run_is_cancelled_before_the_next_was_judged() {
            mock.on(DRAW).images(2, 8, 8);
            passing(mock, 80);
            hangsAt.set(2);

            var result = cancelledAtTheJudge(Cups.flow(Cups.HERO.bestOf(2).audit(VISION)));

            assertThat(result.step(DRAW).status()).isEqualTo(StepStatus.COMPLETED);
            assertThat(numbers(result.step(DRAW))).containsExactly(2, 1);
            assertThat(result.step(DRAW).attempts().get(1)).isInstanceOf(Attempt.Accepted.class);
        }
    }
}
