package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.onlyAttempt;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.receipt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.step.OnUnknown;
import dev.toolflow.step.StepException;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    private static OutcomeUnknown timeout() {
        return new OutcomeUnknown("timeout after sending", CallReceipt.unreported(null, null), null);
    }

    @Nested
    class A_call_that_is_rejected {
        @Test
        void is_made_once_and_fails_the_step() {
            mock.on(WRITE).fail(new Rejected("401: check the key"));

            var result = engine.run(ONE_LINE, TEA);

            assertThat(mock.requests()).hasSize(1);
            assertThat(sleeper.pauses()).isEmpty();
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(onlyAttempt(result).failureReason()).contains("401: check the key");
        }

        @Test
        void keeps_what_it_cost() {
            mock.on(WRITE).fail(new Rejected("refusal", receipt(TokenUsage.of(50, 5)), null));

            assertThat(engine.run(ONE_LINE, TEA).usage()).isEqualTo(TokenUsage.of(50, 5));
        }
    }

    @Nested
    class A_reply_that_was_paid_for_and_is_unusable {
        @Test
        void is_a_new_attempt_without_a_pause() {
            mock.on(WRITE)
                    .fail(new Malformed("cut at 4096 tokens", receipt(TokenUsage.of(50, 4096)), null))
                    .reply(CALM);

            var result = engine.run(ONE_LINE, TEA);

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

            var result = engine.run(ONE_LINE, TEA);

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

            var result = engine.run(ONE_LINE, TEA);

            assertThat(mock.requests()).hasSize(3);
            assertThat(result.usage().unreportedCalls()).isEqualTo(3);
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
}
