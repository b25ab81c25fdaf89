package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolInput;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IncludedResultsTest {
    private static final StepDefinition<Topic, Line> NEXT = writing("next");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private List<ToolInput.Included> includedOf(ToolCallStep<Topic, Line> first) {
        mock.on(NEXT).reply(CALM);
        engine.run(
                ToolFlow.define("two", Topic.class, (flow, topic) -> {
                    var line = flow.step(first, topic);
                    return flow.step(NEXT, topic, line, topic);
                }),
                TEA);
        return mock.requests(NEXT).get(0).input().included();
    }

    @Nested
    class What_a_step_includes {
        @Test
        void is_sent_by_id_with_its_output_even_without_issues() {
            mock.on(WRITE).reply(CALM);

            assertThat(includedOf(ToolCallStep.of(WRITE).as("first line")))
                    .containsExactly(
                            new ToolInput.Included("first line", "{\"text\":\"Calm in a cup\"}", List.of()),
                            new ToolInput.Included("input", "{\"text\":\"tea\"}", List.of()));
        }

        @Test
        void has_the_issues_at_or_above_the_filter_of_the_step_that_made_it() {
            mock.on(WRITE).reply(CALM);
            var first = ToolCallStep.of(WRITE)
                    .audit(AuditFunction.named(
                            "taste", line -> List.of(Issue.low("dull"), Issue.medium("short"), Issue.high("loud"))));

            assertThat(includedOf(first).get(0).issues())
                    .extracting(Issue::message)
                    .containsExactly("loud");
            mock.on(WRITE).reply(CALM);
            mock.on(NEXT).reply(CALM);
            assertThat(includedOf(first.issuesSeverityFilter(IssueSeverity.LOW))
                            .get(0)
                            .stepId())
                    .isEqualTo("write_line");
            assertThat(mock.requests(NEXT).get(1).input().included().get(0).issues())
                    .extracting(Issue::message)
                    .containsExactly("dull", "short", "loud");
        }

        @Test
        void is_apart_from_the_input_and_from_the_feedback() {
            mock.on(WRITE).reply(CALM);
            mock.on(NEXT).reply(Lines.TOO_LONG);

            includedOf(ToolCallStep.of(WRITE));

            ToolInput second = mock.requests(NEXT).get(1).input();
            assertThat(second.json()).isEqualTo("{\"text\":\"tea\"}");
            assertThat(second.included()).hasSize(2);
            assertThat(second.feedback()).hasSize(1);
        }

        @Test
        void may_be_a_rejected_output_of_a_step_that_was_allowed_to_fail() {
            mock.on(WRITE).answer(request -> Lines.TOO_LONG);

            assertThat(includedOf(ToolCallStep.of(WRITE).maxRetries(0).onFailure(OnFailure.CONTINUE))
                            .get(0))
                    .satisfies(included -> {
                        assertThat(included.outputJson()).contains("Calm in a cup, calm");
                        assertThat(included.issues()).extracting(Issue::path).containsExactly("text");
                    });
        }

        @Test
        void may_be_the_list_that_each_made() {
            mock.on(WRITE).answer(request -> CALM);
            mock.on(NEXT).reply(CALM);
            engine.run(
                    ToolFlow.define("each", Topic.class, (flow, topic) -> {
                        var lines = flow.each(
                                ToolCallStep.of(WRITE).audit(line -> List.of(Issue.high("loud"))),
                                topic.map(t -> List.of(t, t)));
                        return flow.step(NEXT, topic, lines);
                    }),
                    TEA);

            assertThat(mock.requests(NEXT).get(0).input().included())
                    .singleElement()
                    .satisfies(included -> {
                        assertThat(included.stepId()).isEqualTo("write_line");
                        assertThat(included.outputJson())
                                .isEqualTo("[{\"text\":\"Calm in a cup\"},{\"text\":\"Calm in a cup\"}]");
                        assertThat(included.issues()).hasSize(2);
                    });
        }

        @Test
        void is_nothing_unless_it_is_named() {
            mock.on(WRITE).reply(CALM);
            mock.on(NEXT).reply(CALM);
            engine.run(
                    ToolFlow.define(
                            "two",
                            Topic.class,
                            (flow, topic) ->
                                    flow.step(NEXT, flow.step(WRITE, topic).map(line -> new Topic(line.text())))),
                    TEA);

            assertThat(mock.requests())
                    .allSatisfy(
                            request -> assertThat(request.input().included()).isEmpty());
        }
    }
}
