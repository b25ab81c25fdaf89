package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.topicOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallRequest;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModerationTest {
    private static final Topic BEER = new Topic("beer");
    private static final UnaryOperator<Topic> WITH_TEA = topic -> TEA;

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

    private static Rejected moderated() {
        return new Rejected(Rejection.MODERATION, "step 'write_line': moderation refused the request");
    }

    private ToolFlowResult<Line> run(ToolCallStep<Topic, Line> moderated) {
        return engine.run(flowOf(moderated), BEER);
    }

    private List<String> topics() {
        return mock.requests(WRITE).stream().map(Lines::topicOf).toList();
    }

    private void stopBeer() {
        mock.on(WRITE).answer(request -> {
            if (topicOf(request).contains("beer")) {
                throw moderated();
            }
            return CALM;
        });
    }

    @Nested
    class A_call_that_moderation_stops {
        @Test
        void fails_its_step_after_one_call_and_says_why() {
            stopBeer();

            var result = run(step.maxRetries(3));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOfSatisfying(
                            Rejected.class,
                            stopped -> assertThat(stopped.reason()).isEqualTo(Rejection.MODERATION));
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void is_made_with_a_softer_input_as_an_attempt_that_is_no_retry() {
            stopBeer();

            var result = run(step.onModeration(WITH_TEA));

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics()).containsExactly("beer", "tea");
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

            assertThat(run(step.onModeration(WITH_TEA)).usage()).isEqualTo(TokenUsage.of(57, 8));
        }

        @Test
        void is_told_of_with_its_model() {
            stopBeer();

            run(step.model("strict").onModeration(WITH_TEA));

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
            stopBeer();

            var result = run(step.onModeration(topic -> new Topic("beer " + asked.incrementAndGet())));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(topics()).containsExactly("beer", "beer 1");
            assertThat(asked).hasValue(1);
        }
    }

    @Nested
    class A_softer_input {
        @Test
        void is_sanitized_before_it_is_sent() {
            stopBeer();

            run(step.sanitizeInput(topic -> new Topic(topic.text().strip())).onModeration(topic -> new Topic(" tea ")));

            assertThat(topics()).containsExactly("beer", "tea");
        }

        @Test
        void that_is_not_valid_fails_the_step_and_is_not_sent() {
            stopBeer();

            var result = run(step.onModeration(topic -> new Topic(" ")));

            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessage("step 'write_line': what its onModeration hook made of its input is not valid: "
                            + "text: must not be blank; nothing more was called")
                    .satisfies(invalid -> assertThat(invalid.getSuppressed()[0]).isInstanceOf(Rejected.class));
            assertThat(topics()).containsExactly("beer");
            assertThat(result.step(WRITE).attempts()).hasSize(1);
        }

        @Test
        void that_equals_the_one_before_leaves_the_step_to_moderation() {
            stopBeer();

            var result = run(step.onModeration(topic -> new Topic(topic.text())));

            assertThat(result.error().orElseThrow()).isInstanceOf(Rejected.class);
            assertThat(topics()).containsExactly("beer");
        }

        @Test
        void that_cannot_be_made_fails_the_step_with_what_the_hook_threw() {
            stopBeer();

            var result = run(step.onModeration(topic -> {
                throw new IllegalStateException("no idea");
            }));

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

            var result = run(step.maxRetries(1).audit(Tones.tone()).onModeration(WITH_TEA));

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics()).containsExactly("beer", "tea", "tea");
            assertThat(mock.requests(Tones.JUDGE).get(0).input().value())
                    .isEqualTo(new Tones.Question("tea", CALM.text()));
        }
    }

    @Nested
    class Another_model {
        @Test
        void is_asked_with_the_softer_input_when_that_is_stopped_as_well() {
            mock.on(WRITE).fail(moderated()).fail(moderated()).reply(CALM);

            var result = run(step.model("strict").fallback("lenient").onModeration(WITH_TEA));

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(topics()).containsExactly("beer", "tea", "tea");
            assertThat(mock.requests())
                    .extracting(ToolCallRequest::model)
                    .containsExactly("strict", "strict", "lenient");
        }

        @Test
        void is_asked_at_once_when_the_model_itself_declined() {
            mock.on(WRITE).fail(new Rejected(Rejection.REFUSAL, "no")).reply(CALM);

            run(step.model("strict").fallback("lenient").onModeration(WITH_TEA));

            assertThat(topics()).containsExactly("beer", "beer");
        }

        @Test
        void is_asked_with_the_same_input_when_that_cannot_be_softened() {
            mock.on(WRITE).fail(moderated()).reply(CALM);

            run(step.model("strict").fallback("lenient").onModeration(UnaryOperator.identity()));

            assertThat(mock.requests()).extracting(ToolCallRequest::model).containsExactly("strict", "lenient");
        }
    }

    @Nested
    class Steps_of_every_kind {
        @Test
        void are_softened_item_by_item() {
            stopBeer();
            var flow = ToolFlow.define(
                    "many",
                    Topic.class,
                    (f, topic) -> f.each(step.onModeration(WITH_TEA), topic.map(t -> List.of(BEER, TEA, BEER))));

            var result = engine.run(flow, TEA);

            assertThat(result.output()).hasSize(3);
            assertThat(result.steps())
                    .extracting(item -> item.attempts().size())
                    .containsExactly(2, 1, 2);
        }

        @Test
        void are_softened_for_all_candidates_that_are_still_to_be_made() {
            mock.on(DRAW).fail(new Rejected(Rejection.MODERATION, "no")).images(3, 8, 8);
            Cups.passing(mock, 50, 70, 60);
            var hero = Cups.BEST_OF_3.onModeration(cup -> ImageGenerationInput.of("A paper cup"));

            var result = Cups.run(engine, hero, Cups.CUP);

            assertThat(Cups.numbers(result.step(DRAW))).containsExactly(1, 2, 4, 3);
            assertThat(result.step(DRAW).status()).isEqualTo(StepStatus.COMPLETED);
            assertThat(mock.requests(DRAW))
                    .extracting(
                            request -> ((ImageGenerationInput) request.input().value()).prompt())
                    .containsExactly("A cup", "A paper cup");
        }

        @Test
        void are_softened_when_they_judge_another() {
            mock.on(WRITE).reply(CALM);
            mock.on(Tones.JUDGE).fail(new Rejected(Rejection.MODERATION, "no")).reply(Tones.FRIENDLY);
            var judged = step.audit(Tones.tone(
                    judge -> judge.onModeration(question -> new Tones.Question("a drink", question.line()))));

            var result = run(judged);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(Tones.JUDGE).attempts()).hasSize(2);
        }

        @Test
        void but_local_ones_have_no_such_hook() {
            var local = LocalStepDefinition.of("here", Topic.class, Topic.class, topic -> topic);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(local).onModeration(topic -> topic))
                    .withMessageContaining("onModeration: a local step calls no model");
        }
    }
}
