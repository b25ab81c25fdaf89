package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine closes while a run's last step may not be written yet. */
@Timeout(60)
class ClosingAtTheEndTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    private final Processes processes = new Processes();
    private final Gate mapping = new Gate();
    private final Gate closes = new Gate();
    private final ToolFlow<Topic, String> flow = ToolFlow.define(
            "line",
            Topic.class,
            (steps, topic) -> steps.step(WRITE, topic).map(line -> {
                mapping.open();
                closes.pass();
                return line.text();
            }));

    @BeforeEach
    void answers() {
        processes.mock.on(WRITE).answer(request -> CALM);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private ToolFlowResult<String> closedMeanwhile(ToolFlowEngine engine) throws InterruptedException {
        FlowRun<String> run = engine.start(flow, TEA, MINE);
        mapping.pass();
        Thread closing = new Thread(engine::close);
        closing.start();
        await().until(() ->
                closing.getState() == Thread.State.TIMED_WAITING || closing.getState() == Thread.State.WAITING);
        closes.open();
        ToolFlowResult<String> result = run.result().join();
        closing.join();
        return result;
    }

    @RepeatedTest(20)
    void a_step_that_was_written_is_told_as_accepted() throws InterruptedException {
        ToolFlowResult<String> result = closedMeanwhile(processes.begin());

        assertThat(result.steps()).extracting(step -> step.status()).containsExactly(StepStatus.COMPLETED);
        assertThat(processes.stored("mine").steps()).singleElement().matches(step -> step.isAccepted());
        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void nobody_may_rely_on_what_was_not_written() throws InterruptedException {
        ToolFlowResult<String> result = closedMeanwhile(processes
                .builder()
                .store(SeenCommits.of(processes.store, commit -> {
                    if (SeenCommits.isAccepted(commit, "write_line")) {
                        throw new RunStoreException("the disk is full", null);
                    }
                }))
                .build());

        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.error()).get().isInstanceOf(StepException.NotRecorded.class);
        assertThat(result.steps()).extracting(step -> step.status()).containsExactly(StepStatus.FAILED);
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.RUNNING);
    }
}
