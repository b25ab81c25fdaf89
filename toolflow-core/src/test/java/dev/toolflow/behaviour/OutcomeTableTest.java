package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.RetryPolicy;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStoreException;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallException.Malformed;
import dev.toolflow.tool.ToolCallException.OutcomeUnknown;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OutcomeTableTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingSleeper sleeper = new RecordingSleeper();
    private final MutableClock clock = new MutableClock();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(sleeper).clock(clock).build();

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<Line> run() {
        return engine.run(flowOf(ToolCallStep.of(WRITE)), TEA);
    }

    private Attempt<Line> onlyAttempt(ToolFlowResult<Line> result) {
        assertThat(result.step(WRITE).attempts()).hasSize(1);
        return result.step(WRITE).attempts().get(0);
    }

    private static Transient busy(Duration retryAfter) {
        return new Transient("429", CallReceipt.none(), retryAfter, null);
    }

    private static OutcomeUnknown timeout() {
        return new OutcomeUnknown("timeout after sending", CallReceipt.unreported(null, null), null);
    }

    @Nested
    class A_call_that_fails_in_passing {
        @Test
        void is_made_three_times_in_one_attempt_and_then_fails_the_step() {
            mock.on(WRITE).answer(request -> {
                throw new Transient("503 for ever");
            });

            var result = run();

            assertThat(mock.requests()).hasSize(3);
            assertThat(sleeper.pauses()).hasSize(2);
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(WRITE).error()).isInstanceOf(Transient.class).hasMessage("503 for ever");
            assertThat(onlyAttempt(result).made().calls()).isEqualTo(3);
        }

        @Test
        void is_done_when_it_works_again_without_a_new_attempt() {
            mock.on(WRITE).fail(new Transient("503")).fail(new Transient("503")).reply(CALM);

            var result = run();

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(onlyAttempt(result).made().calls()).isEqualTo(3);
            assertThat(mock.requests())
                    .allSatisfy(request ->
                            assertThat(request).isSameAs(mock.requests().get(0)));
        }

        @Test
        void is_repeated_after_half_a_second_doubled_each_time_with_jitter() {
            mock.on(WRITE).fail(new Transient("503")).fail(new Transient("503")).reply(CALM);

            run();

            assertThat(sleeper.pauses().get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(750));
            assertThat(sleeper.pauses().get(1)).isBetween(Duration.ofMillis(500), Duration.ofMillis(1_500));
        }

        @ParameterizedTest
        @ValueSource(ints = {2, 17, 60})
        void is_repeated_no_sooner_than_the_provider_asks(int seconds) {
            Duration hint = Duration.ofSeconds(seconds);
            mock.on(WRITE).fail(busy(hint)).fail(busy(hint)).reply(CALM);

            assertThat(run().output()).isEqualTo(CALM);
            assertThat(sleeper.pauses()).hasSize(2).allMatch(pause -> pause.compareTo(hint) >= 0);
        }

        @ParameterizedTest
        @ValueSource(ints = {61, 86_400, Integer.MAX_VALUE})
        void fails_the_step_at_once_when_the_provider_asks_for_more_than_a_minute(int seconds) {
            mock.on(WRITE).fail(busy(Duration.ofSeconds(seconds)));

            var result = run();

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(mock.requests()).hasSize(1);
            assertThat(sleeper.pauses()).isEmpty();
        }

        @Test
        void fails_the_step_at_once_when_the_pause_would_outlast_the_run() {
            mock.on(WRITE).fail(busy(Duration.ofSeconds(30)));

            var result = engine.run(
                    flowOf(ToolCallStep.of(WRITE)), TEA, RunOptions.defaults().deadline(Duration.ofSeconds(20)));

            assertThat(result.step(WRITE).error()).isInstanceOf(Transient.class);
            assertThat(sleeper.pauses()).isEmpty();
        }

        @Test
        void is_made_as_often_as_the_policy_says() {
            try (var patient = ToolFlowEngine.builder(mock)
                            .sleeper(sleeper)
                            .retry(RetryPolicy.standard().maxCalls(5).firstPause(Duration.ofMillis(1)))
                            .build();
                    var impatient = ToolFlowEngine.builder(mock)
                            .sleeper(sleeper)
                            .retry(RetryPolicy.standard().maxCalls(1))
                            .build()) {
                mock.on(WRITE).answer(request -> {
                    throw new Transient("503");
                });

                patient.run(flowOf(ToolCallStep.of(WRITE)), TEA);
                assertThat(mock.requests()).hasSize(5);
                impatient.run(flowOf(ToolCallStep.of(WRITE)), TEA);
                assertThat(mock.requests()).hasSize(6);
            }
        }

        @Test
        void is_never_repeated_after_much_more_than_a_minute_unless_the_first_pause_is_longer() {
            mock.on(WRITE).answer(request -> {
                throw new Transient("503");
            });
            try (var patient = ToolFlowEngine.builder(mock)
                    .sleeper(sleeper)
                    .retry(RetryPolicy.standard().maxCalls(20))
                    .build()) {
                patient.run(flowOf(ToolCallStep.of(WRITE)), TEA);
            }

            assertThat(sleeper.pauses()).hasSize(19).allMatch(pause -> pause.compareTo(Duration.ofSeconds(90)) <= 0);
        }

        @Test
        void is_repeated_for_images_too_since_nothing_was_bought() {
            mock.on(DRAW).fail(new Transient("503")).image(8, 8);

            assertThat(engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).status())
                    .isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void counts_its_calls_anew_in_the_next_attempt() {
            mock.on(WRITE)
                    .fail(new Transient("503"))
                    .fail(new Transient("503"))
                    .replyJson("no JSON")
                    .fail(new Transient("503"))
                    .fail(new Transient("503"))
                    .reply(CALM);

            var result = run();

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(WRITE).attempts())
                    .extracting(attempt -> attempt.made().calls())
                    .containsExactly(3, 3);
        }
    }

    @Nested
    class A_call_that_is_rejected {
        @Test
        void is_made_once_and_fails_the_step() {
            mock.on(WRITE).fail(new Rejected("401: check the key"));

            var result = run();

            assertThat(mock.requests()).hasSize(1);
            assertThat(sleeper.pauses()).isEmpty();
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(onlyAttempt(result).failureReason()).contains("401: check the key");
        }

        @Test
        void keeps_what_it_cost() {
            mock.on(WRITE).fail(new Rejected("refusal", receipt(TokenUsage.of(50, 5)), null));

            assertThat(run().usage()).isEqualTo(TokenUsage.of(50, 5));
        }
    }

    @Nested
    class A_reply_that_was_paid_for_and_is_unusable {
        @Test
        void is_a_new_attempt_without_a_pause() {
            mock.on(WRITE)
                    .fail(new Malformed("cut at 4096 tokens", receipt(TokenUsage.of(50, 4096)), null))
                    .reply(CALM);

            var result = run();

            assertThat(result.step(WRITE).attempts()).hasSize(2);
            assertThat(sleeper.pauses()).isEmpty();
            assertThat(result.usage()).isEqualTo(TokenUsage.of(150, 4116));
        }
    }

    @Nested
    class A_call_of_unknown_outcome {
        @Test
        void is_repeated_in_a_chat() {
            mock.on(WRITE).fail(timeout()).reply(CALM);

            var result = run();

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(onlyAttempt(result).made().calls()).isEqualTo(2);
            assertThat(result.usage().unreportedCalls()).isEqualTo(1);
        }

        @Test
        void fails_an_image_step_so_that_no_picture_is_bought_twice() {
            mock.on(DRAW).fail(timeout()).image(8, 8);

            var result = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

            assertThat(result.step(DRAW).error()).isInstanceOf(OutcomeUnknown.class);
            assertThat(mock.requests()).hasSize(1);
            assertThat(sleeper.pauses()).isEmpty();
        }

        @Test
        void is_repeated_in_an_image_step_that_asks_for_it() {
            mock.on(DRAW).fail(timeout()).image(8, 8);

            var result = engine.run(pictureFlow(ToolCallStep.of(DRAW).onUnknown(OnUnknown.RETRY)), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void fails_the_step_after_three_calls() {
            mock.on(WRITE).answer(request -> {
                throw timeout();
            });

            var result = run();

            assertThat(mock.requests()).hasSize(3);
            assertThat(result.usage().unreportedCalls()).isEqualTo(3);
        }
    }

    @Nested
    class A_service_that_breaks_its_contract {
        private static final String SECRET = "sk-secret";

        private ToolFlowResult<Line> runOn(OpenAiToolService service) {
            AtomicInteger calls = new AtomicInteger();
            try (var broken = ToolFlowEngine.builder((request, context) -> {
                        calls.incrementAndGet();
                        return service.executeToolCall(request, context);
                    })
                    .sleeper(sleeper)
                    .build()) {
                var result = broken.run(flowOf(ToolCallStep.of(WRITE)), TEA);
                assertThat(calls).hasValue(1);
                return result;
            }
        }

        private void assertFailed(ToolFlowResult<Line> result) {
            assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(result.step(WRITE).error())
                    .isInstanceOf(StepException.ServiceFailed.class)
                    .hasMessageContaining("step 'write_line': the service threw ")
                    .hasMessageContaining("mend the service")
                    .hasMessageNotContaining(SECRET);
            assertThat(onlyAttempt(result).usage().unreportedCalls()).isEqualTo(1);
        }

        @Test
        void fails_the_step_typed_after_one_call_with_an_unknown_usage() {
            assertFailed(runOn((request, context) -> {
                throw new IllegalStateException(SECRET);
            }));
        }

        @Test
        void fails_the_step_typed_when_it_throws_an_error() {
            assertFailed(runOn((request, context) -> {
                throw new AssertionError(SECRET);
            }));
        }

        @Test
        void fails_the_step_typed_when_it_throws_a_checked_exception_unseen() {
            assertFailed(runOn((request, context) -> unseen(new InterruptedException(SECRET))));
        }

        @Test
        @SuppressWarnings("NullAway")
        void fails_the_step_typed_when_it_returns_nothing() {
            assertFailed(runOn((request, context) -> null));
        }

        @Test
        void fails_the_step_when_it_says_cancelled_though_nobody_cancelled() {
            mock.on(WRITE).fail(new ToolCallException.Cancelled("cancelled", CallReceipt.none(), null));

            assertThat(run().step(WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(mock.requests()).hasSize(1);
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T, E extends Throwable> T unseen(Throwable checked) throws E {
            throw (E) checked;
        }
    }

    @Nested
    class A_picture_that_cannot_be_received {
        @Test
        void fails_the_step_as_a_failure_of_the_store() {
            OpenAiToolService full = (request, context) -> {
                throw new ImageStoreException("disk full");
            };
            try (var broken = ToolFlowEngine.create(full)) {
                assertThat(broken.run(pictureFlow(ToolCallStep.of(DRAW)), TEA)
                                .step(DRAW)
                                .error())
                        .isInstanceOf(StepException.StoreFailed.class)
                        .hasMessageContaining("step 'generate_image'")
                        .hasMessageContaining("disk full");
            }
        }

        @Test
        void keeps_what_its_reply_cost_and_is_not_bought_again() {
            mock.on(DRAW)
                    .fail(new ToolCallException.NotReceived(
                            "disk full", receipt(TokenUsage.of(20, 1000)), new ImageStoreException("no space")))
                    .image(8, 8);

            var result = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

            assertThat(result.step(DRAW).error())
                    .isInstanceOf(StepException.StoreFailed.class)
                    .hasMessage("disk full")
                    .hasRootCauseMessage("no space");
            assertThat(result.usage()).isEqualTo(TokenUsage.of(20, 1000));
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void is_a_new_attempt_when_it_is_refused_while_it_comes_in() {
            AtomicInteger calls = new AtomicInteger();
            mock.on(DRAW).image(8, 8);
            OpenAiToolService first = (request, context) -> {
                if (calls.incrementAndGet() == 1) {
                    throw new ImageRefusedException(ImageRefusedException.Reason.TOO_LARGE, "it is too large");
                }
                return mock.executeToolCall(request, context);
            };
            try (var once = ToolFlowEngine.create(first)) {
                var result = once.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.step(DRAW).attempts()).hasSize(2);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
            }
        }
    }

    @Nested
    class How_long_a_call_may_take {
        private Duration timeLeftOf(ToolCallStep<Lines.Topic, Line> step, RunOptions options, Duration later) {
            var left = new java.util.concurrent.atomic.AtomicReference<Duration>();
            OpenAiToolService service = (request, context) -> {
                clock.advance(later);
                left.set(context.timeLeft());
                return Lines.reply("x", TokenUsage.none());
            };
            try (var timed = ToolFlowEngine.builder(service).clock(clock).build()) {
                timed.run(flowOf(step), TEA, options);
                return left.get();
            }
        }

        @Test
        void is_two_minutes_for_chat_and_ten_for_images() {
            assertThat(timeLeftOf(ToolCallStep.of(WRITE), RunOptions.defaults(), Duration.ZERO))
                    .isEqualTo(Duration.ofSeconds(120));
            var left = new java.util.concurrent.atomic.AtomicReference<Duration>();
            OpenAiToolService service = (request, context) -> {
                left.set(context.timeLeft());
                return mock.executeToolCall(request, context);
            };
            mock.on(DRAW).image(8, 8);
            try (var timed = ToolFlowEngine.builder(service).clock(clock).build()) {
                timed.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);
            }
            assertThat(left).hasValue(Duration.ofSeconds(600));
        }

        @Test
        void is_what_the_step_says() {
            assertThat(timeLeftOf(
                            ToolCallStep.of(WRITE).timeout(Duration.ofSeconds(9)),
                            RunOptions.defaults(),
                            Duration.ofSeconds(2)))
                    .isEqualTo(Duration.ofSeconds(7));
        }

        @Test
        void is_no_longer_than_the_run_has_left_and_the_second_in_which_the_run_stops_it() {
            assertThat(timeLeftOf(
                            ToolCallStep.of(WRITE),
                            RunOptions.defaults().deadline(Duration.ofSeconds(30)),
                            Duration.ofSeconds(10)))
                    .isEqualTo(Duration.ofSeconds(21));
        }

        @Test
        void is_never_negative() {
            assertThat(timeLeftOf(
                            ToolCallStep.of(WRITE),
                            RunOptions.defaults().deadline(Duration.ofSeconds(30)),
                            Duration.ofHours(1)))
                    .isEqualTo(Duration.ZERO);
        }
    }
}
