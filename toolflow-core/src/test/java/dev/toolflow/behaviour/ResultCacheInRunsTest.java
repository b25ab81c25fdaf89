package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.CachedRuns.CACHED;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Rejection;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResultCacheInRunsTest {
    private final CachedRuns cached = new CachedRuns();
    private final MockOpenAiToolService mock = cached.mock;

    @Nested
    class The_same_step_asked_the_same_again {
        @Test
        void takes_the_earlier_output_without_a_call_and_at_no_cost_and_says_so() {
            mock.on(WRITE).usage(TokenUsage.of(10, 5)).reply(CALM);
            assertThat(cached.run(CACHED).cost().usd()).isGreaterThan(BigDecimal.ZERO);

            ToolFlowResult<Line> again = cached.run(CACHED);

            assertThat(again.output()).isEqualTo(CALM);
            StepResult<Line> step = again.step(WRITE);
            assertThat(step.isCached()).isTrue();
            assertThat(step.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.made().isCached()).isTrue();
                assertThat(attempt.made().calls()).isZero();
                assertThat(attempt.made().model()).isEqualTo("gpt-5.4-mini");
            });
            assertThat(again.usage()).isEqualTo(TokenUsage.none());
            assertThat(again.cost().usd()).isZero();
            assertThat(again.cost().isComplete()).isTrue();
            assertThat(again.toJson()).contains("\"cached\":true");
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void tells_it_as_an_event_between_begin_and_end_of_its_attempt() {
            mock.on(WRITE).reply(CALM);
            cached.run(CACHED);
            RecordingListener heard = new RecordingListener();
            cached.run(CACHED, TEA, RunOptions.defaults().listener(heard));

            assertThat(heard.events())
                    .filteredOn(event -> !(event instanceof ToolFlowEvent.RunStarted))
                    .extracting(event -> event.getClass().getSimpleName())
                    .startsWith("StepStarted", "AttemptStarted", "ResultRecalled", "AttemptFinished", "StepFinished");
        }

        @Test
        void calls_again_where_step_or_engine_does_not_say_that_it_is_cached() {
            mock.on(WRITE).reply(CALM, CALM, CALM, CALM);
            cached.run(CACHED);
            cached.run(ToolCallStep.of(WRITE));
            try (var engine = cached.engine(builder -> builder)) {
                engine.run(flowOf(CACHED), TEA).output();
            }

            assertThat(mock.requests()).hasSize(3);
            assertThat(cached.run(CACHED).step(WRITE).isCached()).isTrue();
        }

        @Test
        void finds_what_was_accepted_in_a_later_round_of_the_first_run() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            cached.run(CACHED);

            ToolFlowResult<Line> again = cached.run(CACHED);

            assertThat(again.output()).isEqualTo(CALM);
            assertThat(again.step(WRITE).attempts()).hasSize(1);
        }

        @Test
        void finds_nothing_where_another_model_had_to_answer() {
            mock.on(WRITE)
                    .fail(new ToolCallException.Rejected(Rejection.NOT_FOUND, "no such model"))
                    .reply(CALM, CALM);
            ToolCallStep<Topic, Line> step = CACHED.fallback("gpt-4o");
            cached.run(step);

            assertThat(cached.run(step).step(WRITE).isCached()).isFalse();
            assertThat(cached.run(step).step(WRITE).isCached()).isTrue();
        }

        @Test
        void finds_nothing_where_moderation_had_its_input_softened() {
            mock.on(WRITE).answer(request -> {
                if (Lines.topicOf(request).equals("beer")) {
                    throw new ToolCallException.Rejected(Rejection.MODERATION, "no");
                }
                return CALM;
            });
            Topic beer = new Topic("beer");
            ToolCallStep<Topic, Line> softened = CACHED.onModeration(topic -> TEA);
            cached.run(softened, beer, RunOptions.defaults());

            assertThat(cached.run(softened, beer, RunOptions.defaults())
                            .step(WRITE)
                            .isCached())
                    .isFalse();
            try (var engine = cached.engine()) {
                assertThat(engine.run(flowOf(CACHED), beer).status()).isEqualTo(RunStatus.FAILED);
            }
        }

        @Test
        void finds_nothing_where_no_output_was_accepted() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            try (var engine = cached.engine()) {
                engine.run(flowOf(CACHED.maxRetries(0)), TEA);
            }

            assertThat(cached.run(CACHED).step(WRITE).isCached()).isFalse();
        }
    }

    @Nested
    class What_is_taken {
        @Test
        void is_sanitized_again_from_what_came_in() {
            mock.on(WRITE).reply(CALM);
            ToolCallStep<Topic, Line> louder = CACHED.sanitizeOutput(line -> new Line(line.text() + "!"));
            cached.run(louder);

            assertThat(cached.run(louder).output()).isEqualTo(new Line(CALM.text() + "!"));
        }

        @Test
        void keeps_the_issues_of_its_audits_which_are_not_asked_again() {
            mock.on(WRITE).reply(CALM);
            mock.on(Tones.JUDGE).reply(Tones.FRIENDLY);
            ToolCallStep<Topic, Line> audited = CACHED.audit(AuditFunction.named(
                            "rhyme", line -> List.of(Issue.high("no rhyme").at("text"))))
                    .audit(Tones.tone());
            ToolFlowResult<Line> first = cached.run(audited);

            ToolFlowResult<Line> again = cached.run(audited);

            assertThat(again.step(WRITE).issues())
                    .isEqualTo(first.step(WRITE).issues())
                    .extracting(Issue::source)
                    .containsExactly("rhyme");
            assertThat(again.step(WRITE).attempts().get(0).score())
                    .isEqualTo(first.step(WRITE).attempts().get(0).score());
            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void is_left_where_it_no_longer_passes() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            cached.run(CACHED.passWhen(anything()));

            assertThat(cached.run(CACHED).output()).isEqualTo(CALM);
            assertThat(mock.requests()).hasSize(2);
        }

        private static dev.toolflow.audit.PassCriterion anything() {
            return issues -> true;
        }
    }
}
