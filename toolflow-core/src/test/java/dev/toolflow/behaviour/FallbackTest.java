package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.BY_THREE_MODELS;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import dev.toolflow.tool.ToolCallRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FallbackTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).listener(listener).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private static List<String> models(StepResult<?> step) {
        return step.attempts().stream().map(attempt -> attempt.made().model()).toList();
    }

    @Nested
    class Another_model_is_asked {
        @Test
        void when_the_first_is_not_to_be_had_however_often_it_is_called() {
            mock.on(WRITE)
                    .fail(new Transient("503"))
                    .fail(new Transient("503"))
                    .fail(new Transient("503"))
                    .reply(CALM);

            var result = engine.run(flowOf(BY_THREE_MODELS), TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(mock.requests())
                    .extracting(ToolCallRequest::model)
                    .containsExactly("first", "first", "first", "second");
            assertThat(models(result.step(WRITE))).containsExactly("first", "second");
            assertThat(result.step(WRITE).attempts().get(0).made().calls()).isEqualTo(3);
        }

        @Test
        void when_the_first_is_limited_for_longer_than_the_engine_waits() {
            mock.on(WRITE)
                    .fail(new Transient("429", CallReceipt.none(), Duration.ofDays(1), null))
                    .reply(CALM);

            assertThat(engine.run(flowOf(BY_THREE_MODELS), TEA).output()).isEqualTo(CALM);
            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first", "second");
            assertThat(sleeper.pauses()).isEmpty();
        }

        @Test
        void when_the_engines_own_limits_hold_the_first_up_for_longer_than_the_step_has() {
            mock.on(WRITE).reply(CALM, CALM);
            try (var limited = ToolFlowEngine.builder(mock)
                    .limits("first", RateLimits.none().requestsPerMinute(1))
                    .build()) {
                var hurried = flowOf(BY_THREE_MODELS.deadline(Duration.ofSeconds(20)));
                limited.run(hurried, TEA);

                var result = limited.run(hurried, TEA).step(WRITE);

                assertThat(models(result)).containsExactly("first", "second");
                assertThat(result.attempts().get(0).made().calls()).isZero();
                assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first", "second");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"NOT_FOUND", "FORBIDDEN", "NO_QUOTA", "REFUSAL", "MODERATION"})
        void when_the_first_rejects_what_another_may_answer(Rejection reason) {
            mock.on(WRITE).fail(new Rejected(reason, "no")).reply(CALM);

            assertThat(engine.run(flowOf(BY_THREE_MODELS), TEA).output()).isEqualTo(CALM);
            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first", "second");
        }

        @Test
        void when_no_one_knows_what_became_of_a_chat_call_that_was_repeated() {
            mock.on(WRITE).fail(unknown()).fail(unknown()).fail(unknown()).reply(CALM);

            assertThat(engine.run(flowOf(BY_THREE_MODELS), TEA).output()).isEqualTo(CALM);
            assertThat(mock.requests())
                    .extracting(ToolCallRequest::model)
                    .containsExactly("first", "first", "first", "second");
        }

        @Test
        void in_the_order_of_the_step_until_one_answers() {
            mock.on(WRITE)
                    .fail(new Rejected(Rejection.NOT_FOUND, "no first"))
                    .fail(new Rejected(Rejection.REFUSAL, "no second"))
                    .reply(CALM);

            var result = engine.run(flowOf(BY_THREE_MODELS), TEA);

            assertThat(models(result.step(WRITE))).containsExactly("first", "second", "third");
            assertThat(result.step(WRITE).attempts())
                    .extracting(attempt -> attempt.failureReason().orElse(""))
                    .containsExactly("no first", "no second", "");
            assertThat(result.toJson()).contains("\"rejection\":\"NOT_FOUND\"", "\"rejection\":\"REFUSAL\"");
        }

        @Test
        void and_the_last_says_why_none_answered() {
            mock.on(WRITE).answer(request -> {
                throw new Rejected(Rejection.NOT_FOUND, "no " + request.model());
            });

            var result = engine.run(flowOf(BY_THREE_MODELS), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(Rejected.class)
                    .hasMessage("no third");
            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first", "second", "third");
        }

        @Test
        void and_an_event_says_which() {
            mock.on(WRITE).fail(new Rejected(Rejection.NO_QUOTA, "no credit")).reply(CALM);

            engine.run(flowOf(BY_THREE_MODELS), TEA);

            assertThat(listener.whenFinished())
                    .filteredOn(ToolFlowEvent.FellBack.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(ToolFlowEvent.FellBack.class, told -> {
                        assertThat(told.stepId()).isEqualTo("write_line");
                        assertThat(told.attempt()).isEqualTo(1);
                        assertThat(told.from()).isEqualTo("first");
                        assertThat(told.to()).isEqualTo("second");
                        assertThat(told.reason()).isEqualTo("no credit");
                    });
        }
    }

    @Nested
    class The_attempts_behind_it {
        @Test
        void stay_with_the_model_that_answered_and_have_all_their_retries() {
            mock.on(WRITE).fail(new Rejected(Rejection.REFUSAL, "no")).reply(TOO_LONG, CALM);

            var result = engine.run(flowOf(BY_THREE_MODELS.maxRetries(1)), TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("first", "second", "second");
            assertThat(mock.requests().get(2).input().feedback())
                    .extracting(told -> told.attempt())
                    .containsExactly(2);
        }

        @Test
        void may_fall_back_further() {
            mock.on(WRITE)
                    .fail(new Rejected(Rejection.REFUSAL, "no"))
                    .reply(TOO_LONG)
                    .fail(new Rejected(Rejection.REFUSAL, "no"))
                    .reply(CALM);

            assertThat(engine.run(flowOf(BY_THREE_MODELS.maxRetries(1)), TEA).output())
                    .isEqualTo(CALM);
            assertThat(mock.requests())
                    .extracting(ToolCallRequest::model)
                    .containsExactly("first", "second", "second", "third");
        }

        @Test
        void belong_to_one_item_of_each_alone() {
            mock.on(WRITE).answer(request -> {
                if (request.model().equals("first") && Lines.topicOf(request).equals("b")) {
                    throw new Rejected(Rejection.REFUSAL, "no");
                }
                return CALM;
            });
            var flow = ToolFlow.define(
                    "many",
                    Topic.class,
                    (f, topic) -> f.each(
                            BY_THREE_MODELS, topic.map(t -> List.of(new Topic("a"), new Topic("b"), new Topic("c")))));

            var result = engine.run(flow, TEA);

            assertThat(result.steps().stream().map(FallbackTest::models))
                    .containsExactly(List.of("first"), List.of("first", "second"), List.of("first"));
        }
    }

    @Nested
    class Candidates_of_best_of {
        @Test
        void go_on_with_the_other_model_and_keep_those_that_were_made() {
            mock.on(DRAW)
                    .image(8, 8)
                    .fail(new Rejected(Rejection.MODERATION, "no"))
                    .image(8, 8)
                    .image(8, 8);
            Cups.passing(mock, 50, 70, 60);
            var hero = Cups.BEST_OF_3.model("dall-e-3").fallback("dall-e-3-b");

            StepResult<?> result = Cups.run(engine, hero, Cups.CUP).step(DRAW);

            assertThat(mock.requests(DRAW))
                    .extracting(ToolCallRequest::model)
                    .containsExactly("dall-e-3", "dall-e-3", "dall-e-3-b", "dall-e-3-b");
            assertThat(Cups.numbers(result)).containsExactly(2, 1, 4, 3);
            assertThat(result.status()).isEqualTo(StepStatus.COMPLETED);
        }
    }
}
