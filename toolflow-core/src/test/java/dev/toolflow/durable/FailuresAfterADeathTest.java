package dev.toolflow.durable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A process dies while something fails, and another goes on as if that had not happened. */
@Timeout(60)
class FailuresAfterADeathTest {
    private static final ToolCallStep<Topic, Line> STRICT = ToolCallStep.of(Lines.WRITE)
            .maxRetries(2)
            .audit(line -> line.text().startsWith("bad") ? List.of(Issue.critical("dull")) : List.of());
    private static final ToolFlow<Topic, Line> VERSE =
            ToolFlow.define("verse", Topic.class, (flow, topic) -> flow.step(STRICT, topic));
    private static final ToolFlow<Topics, Integer> SONG = ToolFlow.define(
            "song",
            Topics.class,
            (flow, topics) -> flow.each(
                            "verse",
                            VERSE,
                            topics.map(
                                    all -> all.texts().stream().map(Topic::new).toList()),
                            FanOut.unbounded().onItemFailure(ItemFailure.SKIP))
                    .map(List::size));
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    private final Processes processes = new Processes();

    @AfterEach
    void close() {
        processes.close();
    }

    /** Three tries of one item, one of the other: at most three commits each, and the end. */
    static Stream<Integer> commits() {
        return Stream.iterate(1, commit -> commit + 1).limit(14);
    }

    @ParameterizedTest
    @MethodSource("commits")
    void an_item_that_fails_has_no_more_tries_than_without_a_death(int commit) {
        processes.mock.on(Lines.WRITE).answer(request -> new Line(Lines.topicOf(request)));
        Topics two = new Topics(List.of("good", "bad"));
        Processes.Mortal first = processes.mortal(commit);
        first.engine().run(SONG, two, MINE);
        first.dies();
        processes.leasesEnd();

        ToolFlowResult<Integer> result = processes.begin().run(SONG, two, MINE);

        assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(result.output()).isEqualTo(1);
        assertThat(processes.lines()).isBetween(4, 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 7})
    void a_step_that_fails_ends_the_run_without_more_tries_and_is_tried_anew_when_a_person_resumes_it(int commit) {
        processes.mock.on(Lines.WRITE).answer(request -> new Line("bad"));
        ToolFlow<Topic, Line> line = Lines.flowOf(STRICT);
        Processes.Mortal first = processes.mortal(commit);
        first.engine().run(line, Lines.TEA, MINE);
        first.dies();
        processes.leasesEnd();
        ToolFlowEngine second = processes.begin();

        assertThat(second.run(line, Lines.TEA, MINE).status()).isEqualTo(RunStatus.FAILED);
        int calls = processes.lines();
        ToolFlowResult<Line> resumed = second.resume(line, "mine");

        assertThat(calls).isBetween(3, 4);
        assertThat(resumed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(processes.lines()).isEqualTo(calls + 3);
    }
}
