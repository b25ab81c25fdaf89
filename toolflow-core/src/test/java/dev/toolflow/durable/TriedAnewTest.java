package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an accepted step had gone on without is there when the run is resumed. */
@Timeout(60)
class TriedAnewTest {
    private static final StepDefinition<Topic, Line> SUM = writing("sum");
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> SUMMED = ToolFlow.define("summed", Topic.class, (flow, topic) -> {
        var lines = flow.each(
                ToolCallStep.of(WRITE),
                topic.map(one -> List.of(new Topic("green"), new Topic("black"))),
                FanOut.unbounded().onItemFailure(ItemFailure.SKIP));
        return flow.step(SUM, lines.map(all -> new Topic(all.size() + " lines")));
    });

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    @Test
    void leaves_a_run_that_can_be_looked_up_and_resumed_again() {
        processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no")).answer(request -> CALM);
        processes.mock.on(SUM).answer(request -> new Line("sum"));
        assertThat(processes.begin().run(SUMMED, TEA, MINE).status()).isEqualTo(RunStatus.PARTIAL);

        var resumed = processes.begin().resume(SUMMED, "mine");
        int calls = processes.mock.requests().size();

        assertThat(resumed.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(processes.mock.requests(SUM)).hasSize(1);
        assertThat(processes.begin().resume(SUMMED, "mine").output()).isEqualTo(resumed.output());
        assertThat(processes.begin().run(SUMMED, TEA, MINE).steps())
                .extracting(step ->
                        step.id() + " " + step.status() + " " + step.attempts().size())
                .isEqualTo(resumed.steps().stream()
                        .map(step -> step.id() + " " + step.status() + " "
                                + step.attempts().size())
                        .toList());
        assertThat(processes.mock.requests()).hasSize(calls);
    }
}
