package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.Loop;
import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoopsAtDefinitionTest {
    @Test
    void a_loop_has_1_to_1000_rounds() {
        assertThatThrownBy(() -> Loop.named("grow").atMost(0)).hasMessageContaining("loop 'grow': atMost takes 1 to");
        assertThatThrownBy(() -> Loop.named("grow").atMost(1001)).hasMessageContaining("was 1001");
        assertThatThrownBy(() -> Loop.named("a/b")).hasMessageContaining("choose another id");
        assertThat(Loop.named("grow")).hasToString("Loop[grow, at most 10 rounds, STOP]");
    }

    @Test
    void the_ids_within_are_those_of_the_loop_alone_but_last_is_its_value() {
        var flow = ToolFlow.define("same", Topic.class, (steps, topic) -> {
            steps.step(WRITE, topic);
            return steps.repeat("loop", 1, topic.map(t -> CALM), (round, last) -> round.step(WRITE, topic), l -> true);
        });
        assertThat(flow.steps()).extracting(step -> step.id()).contains("write_line", "loop", "loop#*/write_line");

        assertThatThrownBy(() -> ToolFlow.define(
                        "taken",
                        Topic.class,
                        (steps, topic) -> steps.repeat(
                                "loop",
                                1,
                                topic.map(t -> CALM),
                                (round, last) ->
                                        round.step(ToolCallStep.of(WRITE).as("last"), topic),
                                l -> true)))
                .isInstanceOf(InvalidFlowException.class)
                .hasMessageContaining("the id 'last', under which models know the loop's last value");
    }
}
