package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
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
    private static final ToolCallStep<Topic, Line> STEP =
            ToolCallStep.of(WRITE).model("first").fallback("second", "third").maxRetries(0);

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).listener(listener).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step) {
        return engine.run(flowOf(step), TEA);
    }

    private List<String> asked() {
        return mock.requests().stream().map(ToolCallRequest::model).toList();
    }

    private static List<String> models(StepResult<?> step) {
        return step.attempts().stream().map(attempt -> attempt.made().model()).toList();
    }

    private static OutcomeUnknown unknown() {
        return new OutcomeUnknown("reset after sending", CallReceipt.unreported(null, null), null);
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

            var result = run(STEP);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "first", "first", "second");
            assertThat(models(result.step(WRITE))).containsExactly("first", "second");
            assertThat(result.step(WRITE).attempts().get(0).made().calls()).isEqualTo(3);
        }

        @Test
        void when_the_first_is_limited_for_longer_than_the_engine_waits() {
            mock.on(WRITE)
                    .fail(new Transient("429", CallReceipt.none(), Duration.ofDays(1), null))
                    .reply(CALM);

            assertThat(run(STEP).output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "second");
            assertThat(sleeper.pauses()).isEmpty();
        }

        @Test
        void when_the_engines_own_limits_hold_the_first_up_for_longer_than_the_step_has() {
            mock.on(WRITE).reply(CALM, CALM);
            try (var limited = ToolFlowEngine.builder(mock)
                    .limits("first", RateLimits.none().requestsPerMinute(1))
                    .build()) {
                var hurried = flowOf(STEP.deadline(Duration.ofSeconds(20)));
                limited.run(hurried, TEA);

                var result = limited.run(hurried, TEA).step(WRITE);

                assertThat(models(result)).containsExactly("first", "second");
                assertThat(result.attempts().get(0).made().calls()).isZero();
                assertThat(asked()).containsExactly("first", "second");
            }
        }

        @ParameterizedTest
        @EnumSource(names = {"NOT_FOUND", "FORBIDDEN", "NO_QUOTA", "REFUSAL", "MODERATION"})
        void when_the_first_rejects_what_another_may_answer(Rejection reason) {
            mock.on(WRITE).fail(new Rejected(reason, "no")).reply(CALM);

            assertThat(run(STEP).output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "second");
        }

        @Test
        void when_no_one_knows_what_became_of_a_chat_call_that_was_repeated() {
            mock.on(WRITE).fail(unknown()).fail(unknown()).fail(unknown()).reply(CALM);

            assertThat(run(STEP).output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "first", "first", "second");
        }

        @Test
        void in_the_order_of_the_step_until_one_answers() {
            mock.on(WRITE)
                    .fail(new Rejected(Rejection.NOT_FOUND, "no first"))
                    .fail(new Rejected(Rejection.REFUSAL, "no second"))
                    .reply(CALM);

            var result = run(STEP);

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

            var result = run(STEP);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(Rejected.class)
                    .hasMessage("no third");
            assertThat(asked()).containsExactly("first", "second", "third");
        }

        @Test
        void and_an_event_says_which() {
            mock.on(WRITE).fail(new Rejected(Rejection.NO_QUOTA, "no credit")).reply(CALM);

            run(STEP);

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

            var result = run(STEP.maxRetries(1));

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "second", "second");
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

            assertThat(run(STEP.maxRetries(1)).output()).isEqualTo(CALM);
            assertThat(asked()).containsExactly("first", "second", "second", "third");
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
                    (f, topic) ->
                            f.each(STEP, topic.map(t -> List.of(new Topic("a"), new Topic("b"), new Topic("c")))));

            var result = engine.run(flow, TEA);

            assertThat(result.steps().stream().map(FallbackTest::models))
                    .containsExactly(List.of("first"), List.of("first", "second"), List.of("first"));
        }
    }

    @Nested
    class No_other_model_is_asked {
        @ParameterizedTest
        @EnumSource(names = {"INVALID_REQUEST", "UNAUTHORIZED", "OTHER"})
        void when_it_would_be_rejected_as_well(Rejection reason) {
            mock.on(WRITE).fail(new Rejected(reason, "no"));

            var result = run(STEP);

            assertThat(result.error().orElseThrow())
                    .isInstanceOfSatisfying(
                            Rejected.class, no -> assertThat(no.reason()).isEqualTo(reason));
            assertThat(asked()).containsExactly("first");
        }

        @Test
        void when_a_reply_was_paid_and_cannot_be_used() {
            mock.on(WRITE).replyJson("no JSON");

            assertThat(run(STEP).error().orElseThrow()).isInstanceOf(ToolCallException.Malformed.class);
            assertThat(asked()).containsExactly("first");
        }

        @Test
        void when_a_picture_may_have_been_bought_however_often_it_was_called() {
            mock.on(DRAW).fail(unknown()).fail(unknown()).fail(unknown());
            var draw = ToolCallStep.of(DRAW).fallback("gpt-image-1.5").onUnknown(OnUnknown.RETRY);

            var result = engine.run(pictureFlow(draw), TEA);

            assertThat(result.error().orElseThrow()).isInstanceOf(OutcomeUnknown.class);
            assertThat(asked()).containsOnly("gpt-image-2").hasSize(3);
        }

        @Test
        void when_a_picture_may_have_been_bought_by_a_call_before_the_last() {
            mock.on(DRAW)
                    .fail(unknown())
                    .fail(new Transient("503"))
                    .fail(new Transient("503"))
                    .image(8, 8);
            var draw = ToolCallStep.of(DRAW).fallback("gpt-image-1.5").onUnknown(OnUnknown.RETRY);

            var result = engine.run(pictureFlow(draw), TEA);

            assertThat(result.error().orElseThrow()).isInstanceOf(Transient.class);
            assertThat(asked()).containsOnly("gpt-image-2").hasSize(3);
        }

        @Test
        void when_the_run_has_halted_meanwhile() {
            Gate called = new Gate();
            Gate failed = new Gate();
            var flow = ToolFlow.define("two", Topic.class, (f, topic) -> {
                f.step(STEP, topic);
                return f.local("bad", topic, t -> {
                    called.pass();
                    throw new IllegalStateException("bad");
                });
            });
            mock.on(WRITE).answer(request -> {
                called.open();
                failed.passUninterrupted();
                throw new Rejected(Rejection.REFUSAL, "no");
            });
            var run = engine.start(flow, TEA, dev.toolflow.RunOptions.defaults().listener(event -> {
                if (event instanceof ToolFlowEvent.StepFinished step
                        && step.stepId().equals("bad")) {
                    failed.open();
                }
            }));

            assertThat(run.result().join().status()).isEqualTo(RunStatus.FAILED);
            assertThat(asked()).containsExactly("first");
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

    @Nested
    class Models_of_an_image_step {
        @Test
        void are_refused_at_the_start_naming_model_and_parameter_of_each_that_does_not_take_what_it_asks() {
            var draw = ToolCallStep.of(DRAW)
                    .images(ImageSettings.none().quality("low"))
                    .fallback("gpt-image-1.5", "dall-e-3");

            assertThatThrownBy(() -> engine.start(pictureFlow(draw), TEA))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("step 'generate_image': quality: dall-e-3 takes standard or hd, not low");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void must_all_take_the_input_or_nothing_is_called() {
            var flow = ToolFlow.define(
                    "wide",
                    Topic.class,
                    (f, topic) -> f.step(
                            ToolCallStep.of(DRAW).fallback("gpt-image-1.5"),
                            topic.map(t -> ImageGenerationInput.of(t.text()).size(2048, 1024))));

            var result = engine.run(flow, TEA);

            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessageContaining("gpt-image-1.5")
                    .hasMessageContaining("size")
                    .hasMessageEndingWith("nothing was called");
            assertThat(mock.requests()).isEmpty();
        }
    }

    @Nested
    class Bad_models {
        @Test
        void are_refused_by_name() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a", " "))
                    .withMessageContaining("step 'write_line': fallback");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a", "b", "a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).model("a").fallback("a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).fallback("a").model("a"))
                    .withMessageContaining("the model a would be asked twice");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(
                                    LocalStepDefinition.of("here", Topic.class, Topic.class, topic -> topic))
                            .fallback("a"))
                    .withMessageContaining("a local step calls no model");
        }

        @Test
        void that_are_the_engines_own_are_asked_once() {
            mock.on(WRITE).answer(request -> {
                throw new Rejected(Rejection.REFUSAL, "no");
            });

            run(ToolCallStep.of(WRITE).fallback("gpt-5.4-mini", "second"));

            assertThat(asked()).containsExactly("gpt-5.4-mini", "second");
        }
    }
}
