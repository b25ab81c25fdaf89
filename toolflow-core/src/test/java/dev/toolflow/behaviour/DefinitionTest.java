package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowBuilder;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.ToolCallStep;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionTest {
    private static InvalidFlowException refused(BiFunction<FlowBuilder, Ref<Topic>, Ref<Line>> body) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                InvalidFlowException.class, () -> ToolFlow.define("poem", Topic.class, body));
    }

    @Nested
    class Two_uses_of_one_definition {
        @Test
        void are_refused_when_neither_has_an_id_of_its_own() {
            assertThat(refused((flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.step(WRITE, topic);
                    }))
                    .hasMessage("flow 'poem': two steps have the id 'write_line' (tools write_line and write_line); "
                            + "give one of them an id of its own, such as ToolCallStep.of(…).as(\"write_line-2\")");
        }

        @Test
        void are_allowed_with_ids() {
            var flow = ToolFlow.define("poem", Topic.class, (steps, topic) -> {
                steps.step(WRITE, topic);
                return steps.step(ToolCallStep.of(WRITE).as("second"), topic);
            });

            assertThat(flow.steps()).extracting(step -> step.id()).containsExactly("write_line", "second");
        }

        @Test
        void are_refused_when_an_id_is_the_name_of_another_kind_of_step() {
            assertThat(refused((flow, topic) -> {
                        flow.local("second", topic, t -> t);
                        return flow.step(ToolCallStep.of(WRITE).as("second"), topic);
                    }))
                    .hasMessageContaining("two steps have the id 'second' (tools second and write_line)");
        }
    }

    @Nested
    class An_id {
        @ParameterizedTest
        @ValueSource(strings = {"a/b", "a[0]", "a]", "a#2", "a~vision", "a\nb", "a\u2028b", "", "  "})
        void that_id_paths_could_not_hold_is_refused(String id) {
            assertThatThrownBy(() -> ToolCallStep.of(WRITE).as(id))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step '" + id + "'")
                    .hasMessageContaining("choose another id");
            assertThatThrownBy(() -> refused((flow, topic) -> flow.local(id, topic, t -> Lines.CALM)))
                    .hasMessageContaining("choose another id");
        }

        @Test
        void of_a_step_is_not_input_which_is_the_flows_own() {
            assertThat(refused((flow, topic) -> flow.step(ToolCallStep.of(WRITE).as("input"), topic)))
                    .hasMessageContaining("a step has the id 'input'")
                    .hasMessageContaining("give it another");
        }

        @Test
        void may_have_spaces_and_umlauts() {
            assertThat(ToolCallStep.of(WRITE).as("zweite Strophe, schön").id()).isEqualTo("zweite Strophe, schön");
        }
    }

    @Nested
    class A_reference_of_another_flow {
        private final AtomicReference<Ref<Topic>> foreign = new AtomicReference<>();
        private final AtomicReference<Ref<Topics>> foreignList = new AtomicReference<>();

        A_reference_of_another_flow() {
            ToolFlow.define("other", Topic.class, (flow, topic) -> {
                foreign.set(topic);
                return topic;
            });
            ToolFlow.define("other", Topics.class, (flow, topics) -> {
                foreignList.set(topics);
                return topics;
            });
        }

        @Test
        void is_refused_as_the_input_of_a_step_which_is_named() {
            assertThat(refused((flow, topic) -> flow.step(WRITE, foreign.get())))
                    .hasMessageContaining("flow 'poem'")
                    .hasMessageContaining("step 'write_line'")
                    .hasMessageContaining("belongs to the flow 'other'")
                    .hasMessageContaining("pass its value in through this flow's input");
        }

        @Test
        void is_refused_when_it_is_mapped_too() {
            assertThat(refused((flow, topic) -> flow.step(WRITE, foreign.get().map(t -> t))))
                    .hasMessageContaining("step 'write_line'")
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_as_an_included_result() {
            assertThat(refused((flow, topic) -> flow.step(WRITE, topic, topic, foreign.get())))
                    .hasMessageContaining("step 'write_line'")
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_as_the_input_of_a_local_step() {
            assertThat(refused((flow, topic) -> flow.local("polish", foreign.get(), t -> Lines.CALM)))
                    .hasMessageContaining("step 'polish'")
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_as_the_items_of_each() {
            assertThat(refused(
                            (flow, topic) -> flow.each(WRITE, foreignList.get().map(Topics::each))
                                    .map(lines -> lines.get(0))))
                    .hasMessageContaining("step 'write_line'")
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_beside_one_of_this_flow() {
            assertThat(refused((flow, topic) -> topic.and(foreign.get()).map((a, b) -> Lines.CALM)))
                    .hasMessageContaining("belongs to the flow 'other'");
            assertThat(refused(
                            (flow, topic) -> topic.and(topic).and(foreign.get()).map((a, b, c) -> Lines.CALM)))
                    .hasMessageContaining("belongs to the flow 'other'");
            assertThat(refused((flow, topic) ->
                            topic.and(topic).and(topic).and(foreign.get()).map((a, b, c, d) -> Lines.CALM)))
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_as_the_output() {
            assertThat(refused((flow, topic) -> foreign.get().map(t -> Lines.CALM)))
                    .hasMessageContaining("flow 'poem'")
                    .hasMessageContaining("belongs to the flow 'other'");
        }

        @Test
        void is_refused_in_a_flow_that_is_defined_within_the_other() {
            assertThatThrownBy(() -> ToolFlow.define(
                            "outer",
                            Topic.class,
                            (outer, topic) ->
                                    ToolFlow.define("inner", Topic.class, (inner, ignored) -> inner.step(WRITE, topic))
                                                    .inputType()
                                                    .getName()
                                                    .isEmpty()
                                            ? topic
                                            : topic))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("belongs to the flow 'outer'");
        }
    }

    @Nested
    class A_flow {
        @Test
        void refuses_a_mapped_reference_among_the_included_with_the_remedy() {
            assertThat(refused((flow, topic) -> flow.step(WRITE, topic, topic.map(Topic::text))))
                    .hasMessageContaining("step 'write_line' includes a mapped reference")
                    .hasMessageContaining("make the mapping a local step");
        }

        @Test
        void refuses_a_choice_among_the_included_with_the_remedy() {
            assertThat(refused((flow, topic) -> {
                        var chosen = flow.choose(
                                topic.map(t -> true),
                                yes -> yes.local("short", topic, t -> t),
                                no -> no.local("long", topic, t -> t));
                        return flow.step(WRITE, topic, chosen);
                    }))
                    .hasMessageContaining("step 'write_line' includes a mapped reference or a choice")
                    .hasMessageContaining("include what step, local or each returned");
        }

        @Test
        void refuses_a_step_that_is_placed_after_it_was_defined() {
            AtomicReference<FlowBuilder> kept = new AtomicReference<>();
            AtomicReference<Ref<Topic>> input = new AtomicReference<>();
            ToolFlow.define("poem", Topic.class, (flow, topic) -> {
                kept.set(flow);
                input.set(topic);
                return topic;
            });

            assertThatThrownBy(() -> kept.get().step(WRITE, input.get()))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessage("flow 'poem': step 'write_line' is placed after the flow was defined; "
                            + "place it inside define");
        }

        @Test
        @SuppressWarnings("NullAway")
        void refuses_to_return_nothing() {
            assertThat(refused((flow, topic) -> null))
                    .hasMessage("flow 'poem': define returned null; return a reference to its output");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "po\nem", "po\u0085em"})
        void refuses_a_name_that_cannot_be_shown(String name) {
            assertThatThrownBy(() -> ToolFlow.define(name, Topic.class, (flow, topic) -> topic))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("1 to 128 characters");
        }

        @Test
        void is_as_it_was_defined_whatever_becomes_of_the_settings_it_was_defined_with() {
            ToolCallStep<Topic, Line> step = ToolCallStep.of(WRITE);
            var flow = ToolFlow.define("poem", Topic.class, (steps, topic) -> steps.step(step, topic));

            ToolCallStep<Topic, Line> other = step.as("other").maxRetries(0);

            assertThat(flow.steps().get(0).id()).isEqualTo("write_line");
            assertThat(step.maxRetries()).isEqualTo(3);
            assertThat(other.maxRetries()).isZero();
        }
    }
}
