package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.durable.Cards.CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunConflictException;
import dev.toolflow.run.RunPhase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnotherInputOrFlowUnderAnIdTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final Topic COFFEE = new Topic("coffee");

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    @Test
    void is_refused_before_anything_is_called() {
        processes.mock.on(WRITE).reply(CALM);
        processes.begin().run(ONE_LINE, TEA, MINE);

        ToolFlowEngine other = processes.begin();
        assertThatThrownBy(() -> other.run(ONE_LINE, COFFEE, MINE))
                .isInstanceOf(RunConflictException.class)
                .hasMessageContaining("run 'mine' is there already, with another input")
                .hasMessageContaining("use another id");
        assertThatThrownBy(() -> other.run(CARD, TEA, MINE))
                .isInstanceOf(RunConflictException.class)
                .hasMessageContaining("of flow 'one-line'");
        assertThat(processes.lines()).isEqualTo(1);
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
    }

    @Test
    void is_refused_while_that_run_is_under_way() {
        Gate answered = new Gate();
        processes.mock.on(WRITE).answer(request -> {
            answered.pass();
            return CALM;
        });
        ToolFlowEngine engine = processes.begin();
        FlowRun<Line> first = engine.start(ONE_LINE, TEA, MINE);

        assertThatThrownBy(() -> engine.start(ONE_LINE, COFFEE, MINE)).isInstanceOf(RunConflictException.class);
        assertThatThrownBy(() -> engine.start(CARD, TEA, MINE)).isInstanceOf(RunConflictException.class);
        answered.open();
        assertThat(first.result().join().output()).isEqualTo(CALM);
    }
}
