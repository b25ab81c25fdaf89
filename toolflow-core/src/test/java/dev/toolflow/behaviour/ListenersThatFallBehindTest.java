package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowEvent.EventsLost;
import dev.toolflow.event.ToolFlowEvent.RunFinished;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenersThatFallBehindTest {
    private static final StepDefinition<Topic, Line> WRITE = writing("write");
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void are_told_how_much_they_lost_and_that_each_run_ended_and_hear_of_later_runs() {
        int items = 20_000;
        Gate slow = new Gate();
        List<ToolFlowEvent> heard = new CopyOnWriteArrayList<>();
        ToolFlow<Topic, Integer> many = ToolFlow.define(
                "many",
                Topic.class,
                (flow, topic) -> flow.each(
                                dev.toolflow.step.LocalStepDefinition.of("shout", Topic.class, Line.class, t -> CALM),
                                topic.map(t -> IntStream.range(0, items)
                                        .mapToObj(i -> t)
                                        .toList()))
                        .map(List::size));
        try (var engine = ToolFlowEngine.builder(mock)
                .listener(event -> {
                    slow.passUninterrupted();
                    if (event instanceof RunFinished || event instanceof EventsLost) {
                        heard.add(event);
                    }
                })
                .build()) {
            assertThat(engine.run(many, TEA).output()).isEqualTo(items);
            slow.open();
            await().until(() -> heard.stream().anyMatch(EventsLost.class::isInstance));
            engine.run(many, TEA);
            await().until(() ->
                    heard.stream().filter(RunFinished.class::isInstance).count() == 2);
        }
        assertThat(heard).filteredOn(EventsLost.class::isInstance).isNotEmpty();
    }

    @Test
    void hear_of_steps_that_were_skipped() {
        mock.on(WRITE).fail(new Rejected("400"));
        RecordingListener listener = new RecordingListener();
        ToolFlow<Topic, Line> flow = ToolFlow.define("chain", Topic.class, (steps, topic) -> {
            var first = steps.step(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE), topic);
            return steps.step(ToolCallStep.of(WRITE).as("after"), first.map(line -> new Topic(line.text())));
        });
        try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
            assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.FAILED);
        }
        assertThat(listener.whenFinished())
                .filteredOn(event -> event instanceof ToolFlowEvent.StepFinished step
                        && step.stepId().equals("after"))
                .singleElement()
                .satisfies(event -> assertThat(((ToolFlowEvent.StepFinished) event).status())
                        .isEqualTo(StepStatus.SKIPPED));
    }
}
