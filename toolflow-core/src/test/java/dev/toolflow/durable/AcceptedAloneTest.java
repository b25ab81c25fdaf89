package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunChange;
import dev.toolflow.step.StepDefinition;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a flow has more than calls, each accepted step is written before anything that follows it begins. */
@Timeout(60)
class AcceptedAloneTest {
    private static final StepDefinition<Topic, Line> POLISH = Lines.writing("polish");
    private static final ToolFlow<Topic, Line> ONE =
            ToolFlow.define("one", Topic.class, (flow, topic) -> flow.step(WRITE, topic));

    private final Processes processes = new Processes();

    @AfterEach
    void close() {
        processes.close();
    }

    static List<ToolFlow<Topic, Line>> flows() {
        return List.of(
                ToolFlow.define("shape", Topic.class, (flow, topic) -> {
                    var line = flow.subflow("sub", ONE, topic);
                    return flow.step(POLISH, line.map(l -> new Topic(l.text())));
                }),
                ToolFlow.define("function", Topic.class, (flow, topic) -> {
                    var line = flow.local("sign", Line.class, topic, t -> new Line(t.text()));
                    return flow.step(POLISH, line.map(l -> new Topic(l.text())));
                }));
    }

    @ParameterizedTest
    @MethodSource("flows")
    void a_step_is_accepted_in_a_commit_of_its_own(ToolFlow<Topic, Line> flow) {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(POLISH).answer(request -> CALM);
        List<List<RunChange>> accepting = new CopyOnWriteArrayList<>();
        try (ToolFlowEngine engine = processes
                .builder()
                .store(SeenCommits.of(processes.store, commit -> {
                    if (commit.stream()
                            .anyMatch(change -> change instanceof RunChange.StepSaved saved
                                    && saved.step().isAccepted())) {
                        accepting.add(commit);
                    }
                }))
                .build()) {
            assertThat(engine.run(flow, TEA, RunOptions.defaults().id("mine")).status())
                    .isEqualTo(RunStatus.COMPLETED);
        }
        assertThat(accepting).hasSize(2).allSatisfy(commit -> assertThat(commit).hasSize(1));
    }
}
