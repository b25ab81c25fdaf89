package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Tones.FRIENDLY;
import static dev.toolflow.behaviour.Tones.HARSH;
import static dev.toolflow.behaviour.Tones.JUDGE;
import static dev.toolflow.behaviour.Tones.tone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StepAuditTest {
    private static final Line RUDE = new Line("Drink it");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();
    private final ToolFlowEngine engine = ToolFlowEngine.builder(mock)
            .sleeper(new RecordingSleeper())
            .listener(listener)
            .build();
    private final ToolCallStep<Topic, Line> judged = ToolCallStep.of(WRITE).audit(tone());

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private ToolFlowResult<Line> run(ToolCallStep<Topic, Line> step) {
        return engine.run(flowOf(step), TEA);
    }

    @Nested
    class An_output_that_a_step_audits {
        @Test
        void is_shown_to_it_with_the_input_it_was_made_from() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).reply(FRIENDLY);

            var result = run(judged);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(mock.requests(JUDGE).get(0).input().value())
                    .isEqualTo(new Tones.Question("tea", "Calm in a cup"));
            assertThat(result.step(WRITE).attempts().get(0).score()).hasValue(90);
        }

        @Test
        void is_made_again_with_the_issues_it_found() {
            mock.on(WRITE).reply(RUDE, CALM);
            mock.on(JUDGE).reply(HARSH, FRIENDLY);

            var result = run(judged);

            Issue found = Issue.critical("not friendly").suggest("smile").from("tone");
            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(WRITE).attempts().get(0).issues()).containsExactly(found);
            assertThat(mock.requests(WRITE).get(1).input().feedback().get(0).issues())
                    .containsExactly(found);
        }

        @Test
        void is_not_shown_to_it_when_it_does_not_pass_anyway() {
            mock.on(WRITE).reply(TOO_LONG, CALM);
            mock.on(JUDGE).reply(FRIENDLY);

            assertThat(run(judged).output()).isEqualTo(CALM);
            assertThat(mock.requests(JUDGE)).hasSize(1);
        }

        @Test
        void is_shown_to_it_when_the_pass_criterion_bears_what_was_found_before() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).reply(FRIENDLY);

            run(judged.audit(line -> List.of(Issue.critical("dull"))).passWhen(issues -> true));

            assertThat(mock.requests(JUDGE)).hasSize(1);
        }

        @Test
        void may_be_made_by_the_users_own_code() {
            mock.on(JUDGE).reply(FRIENDLY);
            var local = LocalStepDefinition.of("polish", Topic.class, Line.class, topic -> CALM);

            var result = run(ToolCallStep.of(local).audit(tone()));

            assertThat(result.steps()).extracting(StepResult::id).containsExactly("polish", "polish~tone");
        }

        @Test
        void may_be_audited_by_the_users_own_code_as_a_step_and_by_several() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).reply(FRIENDLY);
            var count = LocalStepDefinition.of(
                    "count", Line.class, Integer.class, line -> line.text().length());

            var result = run(judged.audit(StepAudit.of(
                    ToolCallStep.of(count),
                    (topic, line) -> line,
                    length -> Verdict.of(List.of()).score(length))));

            assertThat(result.steps())
                    .extracting(StepResult::id)
                    .containsExactly("write_line", "write_line~tone", "write_line~count");
            assertThat(result.step(WRITE).attempts().get(0).score()).hasValue(13);
        }
    }

    @Nested
    class An_audit_step {
        @Test
        void stands_behind_the_step_it_judges_once_for_each_attempt() {
            mock.on(WRITE).usage(TokenUsage.of(10, 1)).reply(RUDE, CALM);
            mock.on(JUDGE).usage(TokenUsage.of(3, 2)).reply(HARSH, FRIENDLY);
            var two = ToolFlow.define("two", Topic.class, (flow, topic) -> {
                var line = flow.step(judged, topic);
                return flow.local("end", line, l -> l.text());
            });

            var result = engine.run(two, TEA);

            assertThat(result.steps())
                    .extracting(StepResult::id)
                    .containsExactly("write_line", "write_line~tone", "write_line~tone#2", "end");
            assertThat(result.step(WRITE).usage()).isEqualTo(TokenUsage.of(20, 2));
            assertThat(result.step("write_line~tone#2", JUDGE).output()).contains(FRIENDLY);
            assertThat(result.usage()).isEqualTo(TokenUsage.of(26, 6));
        }

        @Test
        void has_attempts_retries_and_a_model_of_its_own() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE)
                    .replyJson("{}")
                    .fail(new ToolCallException.Transient("503"))
                    .reply(FRIENDLY);

            var result = run(ToolCallStep.of(WRITE).audit(tone(judge -> judge.model("gpt-5.4"))));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.step(JUDGE).attempts()).hasSize(2);
            assertThat(result.step(JUDGE).attempts().get(1).made().calls()).isEqualTo(2);
            assertThat(mock.requests(JUDGE).get(0).model()).isEqualTo("gpt-5.4");
            assertThat(mock.requests(JUDGE).get(0).stepId()).isEqualTo("write_line~tone");
        }

        @Test
        void is_told_in_the_events_before_the_attempt_that_it_judges_ends() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).reply(FRIENDLY);

            run(judged);

            assertThat(listener.whenFinished().stream()
                            .filter(event -> event instanceof ToolFlowEvent.StepStarted
                                    || event instanceof ToolFlowEvent.StepFinished
                                    || event instanceof ToolFlowEvent.AttemptFinished)
                            .map(StepAuditTest::told))
                    .containsExactly(
                            "write_line begins",
                            "write_line~tone begins",
                            "write_line~tone tried",
                            "write_line~tone ends",
                            "write_line tried",
                            "write_line ends");
        }

        @Test
        void judges_each_item_by_itself() {
            mock.on(WRITE).answer(request -> new Line(Lines.topicOf(request)));
            mock.on(JUDGE).answer(request -> FRIENDLY);
            var each = ToolFlow.define(
                    "each", Topics.class, (flow, topics) -> flow.each(judged.as("line"), topics.map(Topics::each)));

            var result = engine.run(each, new Topics(List.of("tea", "mate")));

            assertThat(result.steps())
                    .extracting(StepResult::id)
                    .containsExactly("line[0]", "line[0]~tone", "line[1]", "line[1]~tone");
            assertThat(result.output()).extracting(Line::text).containsExactly("tea", "mate");
        }

        @Test
        void has_no_say_in_what_later_steps_are_told_of_the_step_it_judges() {
            mock.on(WRITE).answer(request -> CALM);
            mock.on(JUDGE).reply(FRIENDLY);
            var picky = tone(judge -> judge.audit(opinion -> List.of(Issue.high("an opinion of an opinion"))));
            var included = ToolFlow.define("included", Topic.class, (flow, topic) -> {
                var line = flow.step(ToolCallStep.of(WRITE).audit(picky), topic);
                return flow.step(ToolCallStep.of(WRITE).as("next"), topic, line);
            });

            var result = engine.run(included, TEA);

            assertThat(mock.requests(WRITE).get(1).input().included().get(0).issues())
                    .isEmpty();
            assertThat(result.issues()).extracting(Issue::message).containsExactly("an opinion of an opinion");
        }
    }

    private static String told(ToolFlowEvent event) {
        if (event instanceof ToolFlowEvent.StepStarted started) {
            return started.stepId() + " begins";
        }
        return event instanceof ToolFlowEvent.AttemptFinished tried
                ? tried.stepId() + " tried"
                : ((ToolFlowEvent.StepFinished) event).stepId() + " ends";
    }

    @Nested
    class A_step {
        @Test
        void takes_no_two_audit_steps_of_one_name() {
            assertThatThrownBy(() -> judged.audit(tone()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("step 'write_line': audit: two audit steps have the name 'tone'; give one of them "
                            + "another, such as ToolCallStep.of(…).as(\"tone-2\")");
        }
    }
}
