package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Spender.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.FlowBuilder;
import dev.toolflow.FlowPlan;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlanOfExtremesTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = Spender.engine(mock).build();

    @AfterEach
    void close() {
        engine.close();
        assertThat(mock.requests()).isEmpty();
    }

    @Nested
    class Loops_within_loops {
        private static Ref<Topic> nested(FlowBuilder flow, Ref<Topic> topic, int depth) {
            return depth == 0
                    ? flow.step(line().maxRetries(0), topic).map(made -> new Topic(made.text()))
                    : flow.repeat(
                            "loop" + depth,
                            1_000,
                            topic,
                            (body, last) -> nested(body, last, depth - 1),
                            last -> last.text().isEmpty());
        }

        @Test
        void are_more_than_can_be_counted_and_never_less_than_nothing() {
            ToolFlow<Topic, Topic> flow = ToolFlow.define("deep", Topic.class, (f, topic) -> nested(f, topic, 8));
            FlowPlan plan = engine.plan(flow, TEA);

            assertThat(plan.most().calls()).isEqualTo(Long.MAX_VALUE);
            assertThat(plan.most().tokens()).isEqualTo(Long.MAX_VALUE);
            assertThat(plan.most().usd()).isPositive();
            assertThat(plan.steps())
                    .allSatisfy(step -> assertThat(step.times().orElseThrow()).isPositive());
            assertThat(plan.toText()).contains("more than 9,223,372,036,854,775,806");
        }
    }

    @Nested
    class A_list_whose_items_cannot_be_read {
        private final List<Topic> broken = new AbstractList<>() {
            @Override
            public Topic get(int index) {
                throw new IllegalStateException("no");
            }

            @Override
            public int size() {
                return 3;
            }
        };

        @Test
        void is_a_step_that_would_fail() {
            ToolFlow<Topic, List<Line>> flow =
                    ToolFlow.define("broken", Topic.class, (f, topic) -> f.each(line(), topic.map(t -> broken)));

            assertThat(engine.plan(flow, TEA).unknown())
                    .containsExactly("write_line[*]: it would fail: step 'write_line[*]': its list of items threw"
                            + " java.lang.IllegalStateException; see the cause");
        }

        @Test
        void is_one_with_a_null_in_it_too() {
            ToolFlow<Topic, List<Line>> flow = ToolFlow.define(
                    "broken", Topic.class, (f, topic) -> f.each(line(), topic.map(t -> Arrays.asList(t, null))));

            assertThat(engine.plan(flow, TEA).unknown())
                    .containsExactly(
                            "write_line[*]: it would fail: step 'write_line[*]': item 1 of its list is null; leave it out");
        }

        @Test
        void is_a_flow_for_each_item_that_would_fail() {
            ToolFlow<Topic, List<Line>> flow = ToolFlow.define(
                    "broken",
                    Topic.class,
                    (f, topic) -> f.each("in", Lines.flowOf(line()), topic.map(t -> broken), FanOut.unbounded()));

            assertThat(engine.plan(flow, TEA).unknown())
                    .anySatisfy(
                            what -> assertThat(what).contains("in[*]: it would fail: step 'in[*]': its list of items"));
        }
    }
}
