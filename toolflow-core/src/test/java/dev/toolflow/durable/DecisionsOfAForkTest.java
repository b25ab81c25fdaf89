package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DecisionsOfAForkTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> LAST = writing("last");

    private final Processes processes = new Processes();

    private final ToolFlow<Topic, Line> asks = ToolFlow.define("asks", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        var ok = flow.approve("ok", line, Boolean.class);
        return flow.step(LAST, line.and(ok).map((l, yes) -> new Topic(l.text())));
    });

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private ToolFlowEngine decided() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(LAST).answer(request -> CALM);
        ToolFlowEngine engine = processes.begin();
        engine.run(asks, TEA, MINE);
        engine.decide("mine", "ok", true).result().join();
        return engine;
    }

    @Test
    void are_kept_before_the_step() {
        ToolFlowResult<Line> fork =
                decided().forkFrom(asks, "mine", "last").result().join();

        assertThat(fork.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.lines()).isEqualTo(1);
    }

    @Test
    void are_asked_anew_behind_it() {
        ToolFlowEngine engine = decided();
        FlowRun<Line> fork = engine.forkFrom(asks, "mine", "ok");

        assertThat(fork.result().join().status()).isEqualTo(RunStatus.WAITING);
        assertThat(engine.decide(fork.id(), "ok", false).result().join().status())
                .isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.lines()).isEqualTo(1);
    }
}
