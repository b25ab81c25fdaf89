package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.TokenUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An owner is paused during a call until another has gone on with its run; then the call is answered. */
@Timeout(60)
class LateSettlementsTest {
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    private final Processes processes = new Processes();
    private final Gate asked = new Gate();
    private final Gate answers = new Gate();

    @AfterEach
    void close() {
        processes.close();
    }

    @Test
    void the_loser_commits_nothing_and_what_its_call_took_is_in_the_books_of_who_went_on() {
        processes.mock.on(WRITE).usage(TokenUsage.of(100, 20)).answer(request -> {
            asked.open();
            answers.pass();
            return CALM;
        });
        FlowRun<Line> paused = processes.begin().start(LINE, TEA, MINE);
        asked.pass();
        processes.leasesEnd();
        processes.mock.on(WRITE).usage(TokenUsage.of(100, 20)).answer(request -> CALM);
        ToolFlowEngine second = processes.begin();
        ToolFlowResult<Line> wentOn = second.run(LINE, TEA, MINE);
        assertThat(wentOn.usage().unreportedCalls()).isEqualTo(1);

        answers.open();
        ToolFlowResult<Line> lost = paused.result().join();

        assertThat(lost.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(lost.error())
                .get()
                .isInstanceOf(StepException.NotRecorded.class)
                .extracting(Throwable::getCause)
                .isInstanceOf(RunLeasedException.class);
        ToolFlowResult<Line> books = second.resume(LINE, "mine");
        assertThat(books.usage()).isEqualTo(TokenUsage.of(200, 40));
        assertThat(books.reserved().isNothing()).isTrue();
        assertThat(processes.lines()).isEqualTo(2);
    }
}
