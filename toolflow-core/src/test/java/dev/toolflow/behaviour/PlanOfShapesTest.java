package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Spender.topics;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.FlowPlan;
import dev.toolflow.ItemFailure;
import dev.toolflow.PlannedStep;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanOfShapesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = Spender.engine(mock).build();

    private static ToolCallStep<Topic, Line> once(String id) {
        return Spender.line().as(id).maxRetries(0);
    }

    private static List<String> ids(FlowPlan plan) {
        return plan.steps().stream().map(PlannedStep::id).toList();
    }

    private static PlannedStep step(FlowPlan plan, String id) {
        return plan.steps().stream()
                .filter(step -> step.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        engine.close();
        assertThat(mock.requests()).isEmpty();
    }

    @Nested
    class A_choice {
        private static ToolFlow<Topic, Line> choosing(Function<Ref<Topic>, Ref<Boolean>> when) {
            return ToolFlow.define(
                    "choosing",
                    Topic.class,
                    (flow, topic) -> flow.choose(
                            when.apply(topic),
                            yes -> yes.step(once("cheap"), topic),
                            no -> no.step(once("dear").maxTokens(2_000), topic)));
        }

        @Test
        void that_follows_from_the_input_is_planned_by_the_branch_that_is_taken() {
            FlowPlan plan =
                    engine.plan(choosing(topic -> topic.map(t -> t.text().equals("tea"))), TEA);

            assertThat(plan.most().usd()).isEqualByComparingTo("0.01");
            assertThat(step(plan, "dear").times()).hasValue(0);
            assertThat(step(plan, "dear").assumed())
                    .containsExactly("not counted: the other branch is taken for this input");
        }
    }

    @Nested
    class A_loop {
        @Test
        void is_planned_with_all_its_rounds() {
            ToolFlow<Topic, Line> flow = ToolFlow.define("looping", Topic.class, (f, topic) -> {
                var first = f.step(once("first"), topic);
                return f.repeat(
                        "better",
                        3,
                        first,
                        (body, line) -> body.step(once("again"), line.map(l -> new Topic(l.text()))),
                        line -> line.text().isEmpty());
            });
            FlowPlan plan = engine.plan(flow, TEA);

            assertThat(step(plan, "better#*/again").times()).hasValue(3);
            assertThat(plan.most().calls()).isEqualTo(4);
            assertThat(step(plan, "better").assumed()).containsExactly("all its rounds are made, 3");
            assertThat(step(plan, "better#*/again").assumed())
                    .anySatisfy(what -> assertThat(what).startsWith("its input is made by first, again"));
        }
    }

    @Nested
    class A_flow_within {
        @Test
        void is_planned_by_the_input_that_it_is_given() {
            ToolFlow<Topics, List<Line>> inner = Spender.lines(once("line"));
            ToolFlow<Topic, List<Line>> outer = ToolFlow.define(
                    "outer", Topic.class, (flow, topic) -> flow.subflow("in", inner, topic.map(t -> topics(5))));
            FlowPlan plan = engine.plan(outer, TEA);

            assertThat(ids(plan)).containsExactly("in", "in/line[*]");
            assertThat(step(plan, "in/line[*]").times()).hasValue(5);
            assertThat(plan.most().calls()).isEqualTo(5);
            assertThat(plan.mermaid()).contains("\"line[*]<br/>gpt-5.4-mini<br/>calls ≤ 5, USD ≤ 0.0500\"");
        }

        @Test
        void for_each_item_is_planned_for_all_of_them_together() {
            ToolFlow<Topic, Line> inner = flowOf(once("line"));
            ToolFlow<Topics, List<Line>> outer = ToolFlow.define(
                    "outer",
                    Topics.class,
                    (flow, topics) -> flow.each("in", inner, topics.map(Topics::each), FanOut.unbounded()));
            FlowPlan plan = engine.plan(outer, topics(4));

            assertThat(step(plan, "in[*]/line").times()).hasValue(4);
            assertThat(plan.most().calls()).isEqualTo(4);
        }

        @Test
        void for_each_item_that_may_be_skipped_is_planned_as_if_none_were() {
            ToolFlow<Topic, Line> inner = flowOf(once("line"));
            FanOut skipping = FanOut.atMost(1).onItemFailure(ItemFailure.SKIP);
            ToolFlow<Topics, List<Line>> outer = ToolFlow.define("outer", Topics.class, (flow, topics) -> {
                var lines = flow.each("in", inner, topics.map(Topics::each), skipping);
                flow.each(once("again"), lines.map(all -> topics(all.size()).each()), skipping);
                return lines;
            });
            FlowPlan plan = engine.plan(outer, topics(4));

            assertThat(step(plan, "in[*]/line").times()).hasValue(4);
            assertThat(step(plan, "in[*]/line").most().calls()).isEqualTo(4);
            assertThat(step(plan, "again[*]").times()).isEmpty();
        }
    }

    @Nested
    class A_question_to_a_person {
        @Test
        void takes_nothing_and_is_named() {
            ToolFlow<Topic, Boolean> flow = ToolFlow.define(
                    "asking", Topic.class, (f, topic) -> f.approve("ok", f.step(once("line"), topic), Boolean.class));
            FlowPlan plan = engine.plan(flow, TEA);

            assertThat(step(plan, "ok").assumed()).containsExactly("a person is asked");
            assertThat(plan.most().calls()).isEqualTo(1);
        }
    }

    @Nested
    class A_step_with_other_models_to_fall_back_to {
        @Test
        void is_planned_with_the_dearest_of_them_and_one_call_of_each_other() {
            ToolFlowEngine two = Spender.engine(mock)
                    .prices(Spender.PRICES.with("dear-1", ModelPrice.perMillion("50", "50")))
                    .build();
            try (two) {
                FlowPlan plan = two.plan(flowOf(once("line").fallback("dear-1")), TEA);

                assertThat(plan.most().usd()).isEqualByComparingTo("0.11");
                assertThat(plan.most().calls()).isEqualTo(2);
            }
        }
    }
}
