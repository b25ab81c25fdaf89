package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.StoppedBeer.BEER;
import static dev.toolflow.behaviour.StoppedBeer.WITH_TEA;
import static dev.toolflow.behaviour.StoppedBeer.moderated;
import static dev.toolflow.behaviour.StoppedBeer.stopBeer;
import static dev.toolflow.behaviour.StoppedBeer.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModerationTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .sleeper(new RecordingSleeper())
            .listener(listener)
            .build();
    private final ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE).maxRetries(0);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class A_call_that_moderation_stops {
        @Test
        void fails_its_step_after_one_call_and_says_why() {
            stopBeer(mock);

            var result = engine.run(flowOf(step.maxRetries(3)), BEER);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            stopped -> assertThat(stopped.reason()).isEqualTo(Rejection.MODERATION));
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void is_made_with_a_softer_input_as_an_attempt_that_is_no_retry() {
            stopBeer(mock);

            var result = engine.run(flowOf(step.onModeration(WITH_TEA)), BEER);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics(mock)).containsExactly("beer", "tea");
            assertThat(result.step(WRITE).attempts())
                    .hasSize(2)
                    .first()
                    .isInstanceOfSatisfying(
                            Attempt.Failed.class,
                            stopped -> assertThat(stopped.error()).isInstanceOf(Rejected.class));
            assertThat(result.toJson()).contains("\"rejection\":\"MODERATION\"");
        }

        @Test
        void keeps_what_it_cost() {
            mock.on(WRITE)
                    .fail(new Rejected(Rejection.MODERATION, "filtered", Lines.receipt(TokenUsage.of(50, 5)), null))
                    .usage(TokenUsage.of(7, 3))
                    .reply(CALM);

            assertThat(engine.run(flowOf(step.onModeration(WITH_TEA)), BEER).usage())
                    .isEqualTo(TokenUsage.of(57, 8));
        }

        @Test
        void is_told_of_with_its_model() {
            stopBeer(mock);

            engine.run(flowOf(step.model("strict").onModeration(WITH_TEA)), BEER);

            assertThat(listener.whenFinished())
                    .filteredOn(ToolFlowEvent.Softened.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(ToolFlowEvent.Softened.class, told -> {
                        assertThat(told.attempt()).isEqualTo(1);
                        assertThat(told.model()).isEqualTo("strict");
                    });
        }

        @Test
        void is_softened_once_and_no_more() {
            AtomicInteger asked = new AtomicInteger();
            stopBeer(mock);

            var result =
                    engine.run(flowOf(step.onModeration(topic -> new Topic("beer " + asked.incrementAndGet()))), BEER);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(topics(mock)).containsExactly("beer", "beer 1");
            assertThat(asked).hasValue(1);
        }
    }

    @Nested
    class A_softer_input {
        @Test
        void is_sanitized_before_it_is_sent() {
            stopBeer(mock);

            engine.run(
                    flowOf(step.sanitizeInput(topic -> new Topic(topic.text().strip()))
                            .onModeration(topic -> new Topic(" tea "))),
                    BEER);

            assertThat(topics(mock)).containsExactly("beer", "tea");
        }

        @Test
        void that_is_not_valid_fails_the_step_and_is_not_sent() {
            stopBeer(mock);

            var result = engine.run(flowOf(step.onModeration(topic -> new Topic(" "))), BEER);

            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessage("step 'write_line': what its onModeration hook made of its input is not valid: "
                            + "text: must not be blank; nothing more was called")
                    .satisfies(invalid -> assertThat(invalid.getSuppressed()[0]).isInstanceOf(Rejected.class));
            assertThat(topics(mock)).containsExactly("beer");
            assertThat(result.step(WRITE).attempts()).hasSize(1);
        }

        @Test
        void that_equals_the_one_before_leaves_the_step_to_moderation() {
            stopBeer(mock);

            var result = engine.run(flowOf(step.onModeration(topic -> new Topic(topic.text()))), BEER);

            assertThat(result.error().orElseThrow()).isInstanceOf(Rejected.class);
            assertThat(topics(mock)).containsExactly("beer");
        }

        @Test
        void that_cannot_be_made_fails_the_step_with_what_the_hook_threw() {
            stopBeer(mock);

            var result = engine.run(
                    flowOf(step.onModeration(topic -> {
                        throw new IllegalStateException("no idea");
                    })),
                    BEER);

            assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("its onModeration hook threw java.lang.IllegalStateException")
                    .hasRootCauseMessage("no idea");
            assertThat(result.step(WRITE).attempts()).hasSize(1);
        }

        @Test
        void is_what_all_further_attempts_ask_and_audits_are_shown() {
            mock.on(WRITE).fail(moderated()).reply(TOO_LONG, CALM);
            mock.on(Tones.JUDGE).reply(Tones.FRIENDLY);

            var result =
                    engine.run(flowOf(step.maxRetries(1).audit(Tones.tone()).onModeration(WITH_TEA)), BEER);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics(mock)).containsExactly("beer", "tea", "tea");
            assertThat(mock.requests(Tones.JUDGE).get(0).input().value())
                    .isEqualTo(new Tones.Question("tea", CALM.text()));
        }
    }

    @Nested
    class Another_model {
        @Test
        void is_asked_with_the_softer_input_when_that_is_stopped_as_well() {
            mock.on(WRITE).fail(moderated()).fail(moderated()).reply(CALM);

            var result =
                    engine.run(flowOf(step.model("strict").fallback("lenient").onModeration(WITH_TEA)), BEER);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics(mock)).containsExactly("beer", "tea", "tea");
            assertThat(mock.requests())
                    .extracting(ToolCallRequest::model)
                    .containsExactly("strict", "strict", "lenient");
        }

        @Test
        void is_asked_at_once_when_the_model_itself_declined() {
            mock.on(WRITE).fail(new Rejected(Rejection.REFUSAL, "no")).reply(CALM);

            engine.run(flowOf(step.model("strict").fallback("lenient").onModeration(WITH_TEA)), BEER);

            assertThat(topics(mock)).containsExactly("beer", "beer");
        }

        @Test
        void is_asked_with_the_same_input_when_that_cannot_be_softened() {
            mock.on(WRITE).fail(moderated()).reply(CALM);

            engine.run(flowOf(step.model("strict").fallback("lenient").onModeration(UnaryOperator.identity())), BEER);

            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("strict", "lenient");
        }
    }
}
