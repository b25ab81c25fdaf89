package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.UnknownRunException;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsAcrossProcessesTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LOOP = ToolFlow.define(
            "loop",
            Topic.class,
            (flow, topic) -> flow.repeat(
                            "loop",
                            3,
                            topic.map(t -> false),
                            (round, last) -> {
                                var line = round.step(WRITE, topic);
                                return round.approve("ok", line, Boolean.class);
                            },
                            ok -> ok)
                    .map(ok -> new Line("ok " + ok)));

    private final Processes processes = new Processes();

    @BeforeEach
    void answer() {
        processes.mock.on(WRITE).answer(request -> CALM);
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    @Test
    void are_decided_one_after_another_by_processes_that_come_and_go() {
        ToolFlowEngine first = processes.begin();
        assertThat(first.run(LOOP, TEA, MINE).waiting()).hasSize(1);
        first.close();
        processes.elsewhere().decideJson(LOOP, "mine", "loop#1/ok", "false");
        ToolFlowEngine second = processes.begin();
        assertThat(second.resume(LOOP, "mine").status()).isEqualTo(RunStatus.WAITING);
        second.close();
        assertThat(processes.elsewhere().asked("mine")).containsExactly("loop#2/ok");
        processes.elsewhere().decideJson(LOOP, "mine", "loop#2/ok", "true");

        ToolFlowResult<Line> last = processes.begin().resume(LOOP, "mine");

        assertThat(last.output()).isEqualTo(new Line("ok true"));
        assertThat(processes.lines()).isEqualTo(2);
    }

    @Test
    void are_left_to_the_engine_that_went_on_by_the_one_that_waited_before() {
        ToolFlowEngine first = processes.begin();
        FlowRun<Line> stale = first.start(LOOP, TEA, MINE);
        stale.result().join();
        ToolFlowEngine second = processes.begin();
        second.resume(LOOP, "mine");

        assertThatThrownBy(() -> first.decide("mine", "loop#1/ok", false))
                .isInstanceOf(dev.toolflow.run.RunLeasedException.class);
        await().until(() -> processes.elsewhere().asked("mine").contains("loop#2/ok"));
        assertThatThrownBy(() -> stale.decide("loop#1/ok", true)).isInstanceOf(UnknownRunException.class);
        second.decide("mine", "loop#2/ok", true).result().join();
        assertThat(first.run(LOOP, TEA, MINE).output()).isEqualTo(new Line("ok true"));
        assertThat(processes.lines()).isEqualTo(2);
    }
}
