package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JudgingTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);
    private final ToolCallStep<Topic, Line> once = ToolCallStep.of(WRITE).maxRetries(0);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class An_output_that_breaks_a_constraint {
        @Test
        void has_a_critical_issue_with_the_path_of_the_property() {
            mock.on(WRITE).reply(TOO_LONG);

            var result = engine.run(flowOf(once), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.issues())
                    .containsExactly(Issue.critical("size must be between 0 and 40")
                            .at("text")
                            .from("validation"));
        }

        @Test
        void is_asked_for_again_with_that_issue() {
            mock.on(WRITE).reply(TOO_LONG, CALM);

            assertThat(engine.run(flowOf(ToolCallStep.of(WRITE)), TEA).output()).isEqualTo(CALM);
            assertThat(mock.requests().get(1).input().feedback().get(0).issues())
                    .extracting(Issue::path)
                    .containsExactly("text");
        }

        @Test
        void is_refused_in_no_more_words_than_a_line_holds() {
            mock.on(WRITE).reply(CALM);
            String long512 = "w".repeat(512);

            StepResult<Line> step = engine.run(
                            flowOf(once.audit(line -> List.of(Issue.critical(long512 + "ords")))), TEA)
                    .step(WRITE);

            assertThat(step.error()).message().endsWith("1 attempt: " + long512.substring(1) + "…");
            assertThat(step.attempts().get(0).failureReason()).contains(long512 + "ords");
        }

        @Test
        void is_audited_all_the_same_after_its_violations() {
            mock.on(WRITE).reply(TOO_LONG);

            assertThat(engine.run(flowOf(once.audit(line -> List.of(Issue.low("dull")))), TEA)
                            .issues())
                    .extracting(Issue::source)
                    .containsExactly("validation", "audit");
        }

        @Test
        void is_found_in_a_local_step_too() {
            var local = LocalStepDefinition.of("polish", Topic.class, Line.class, topic -> TOO_LONG);

            var result = engine.run(flowOf(ToolCallStep.of(local)), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.issues()).extracting(Issue::path).containsExactly("text");
        }
    }

    @Nested
    class A_sanitizer {
        @Test
        void of_the_output_cleans_it_before_it_is_validated_and_audited() {
            mock.on(WRITE).reply(TOO_LONG);
            List<Line> audited = new ArrayList<>();

            var result = engine.run(
                    flowOf(once.sanitizeOutput(line -> new Line(line.text().substring(0, 13)))
                            .audit(line -> {
                                audited.add(line);
                                return List.of();
                            })),
                    TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(audited).containsExactly(CALM);
        }

        @Test
        void of_the_output_leaves_the_feedback_as_the_model_wrote_it() {
            mock.on(WRITE).reply(new Line("BAD"), CALM);

            engine.run(
                    flowOf(ToolCallStep.of(WRITE)
                            .sanitizeOutput(line -> new Line(line.text().toLowerCase(java.util.Locale.ROOT)))
                            .audit(AuditFunction.require(
                                    "good", line -> !line.text().equals("bad"), Issue.critical("bad")))),
                    TEA);

            assertThat(mock.requests().get(1).input().feedback().get(0).outputJson())
                    .isEqualTo("{\"text\":\"BAD\"}");
        }

        @Test
        void of_the_input_cleans_it_before_it_is_validated_and_sent() {
            mock.on(WRITE).reply(CALM);
            var blank = ToolFlow.define(
                    "blank",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            once.sanitizeInput(
                                    t -> new Topic("green " + t.text().strip() + "tea")),
                            topic.map(t -> new Topic(" "))));

            assertThat(engine.run(blank, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests().get(0).input().json()).isEqualTo("{\"text\":\"green tea\"}");
            assertThat(mock.requests().get(0).input().value()).isEqualTo(new Topic("green tea"));
        }
    }

    @Nested
    class An_input_that_breaks_a_constraint {
        @Test
        void fails_the_step_before_any_call_naming_the_property() {
            var blank = ToolFlow.define(
                    "blank", Topic.class, (flow, topic) -> flow.step(WRITE, topic.map(t -> new Topic(" "))));

            var result = engine.run(blank, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(WRITE).error())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessage("step 'write_line': its input is not valid: text: must not be blank; "
                            + "nothing was called");
            assertThat(result.step(WRITE).attempts()).isEmpty();
            assertThat(mock.requests()).isEmpty();
        }
    }

    @Nested
    class An_audit {
        @Test
        void may_be_written_for_a_supertype_of_the_output() {
            mock.on(WRITE).reply(CALM);
            AuditFunction<Object> anything = AuditFunction.named(
                    "any", object -> List.of(Issue.low(object.getClass().getSimpleName())));
            AuditFunction<Record> records = record -> List.of(Issue.low("record"));

            assertThat(engine.run(flowOf(once.audit(anything).audit(records)), TEA)
                            .issues())
                    .extracting(Issue::message, Issue::source)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("Line", "any"),
                            org.assertj.core.groups.Tuple.tuple("record", "audit"));
        }

        @Test
        void keeps_the_source_that_it_gives_its_issues() {
            mock.on(WRITE).reply(CALM);

            assertThat(engine.run(
                                    flowOf(once.audit(AuditFunction.named(
                                            "outer",
                                            line -> List.of(Issue.low("dull").from("inner"))))),
                                    TEA)
                            .issues())
                    .extracting(Issue::source)
                    .containsExactly("inner");
        }

        @Test
        void that_only_finds_what_is_not_critical_leaves_its_issues_in_the_result() {
            mock.on(WRITE).reply(CALM);

            var result = engine.run(flowOf(once.audit(line -> List.of(Issue.medium("short")))), TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(WRITE).issues()).extracting(Issue::message).containsExactly("short");
        }
    }
}
