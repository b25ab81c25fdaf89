package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.event.ToolFlowListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** Remembers what it was told. */
final class RecordingListener implements ToolFlowListener {
    private final List<ToolFlowEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(ToolFlowEvent event) {
        events.add(event);
    }

    List<ToolFlowEvent> events() {
        return events;
    }

    /** All events of the one run, once it was told that the run has ended. */
    List<ToolFlowEvent> whenFinished() {
        await().until(() -> events.stream().anyMatch(ToolFlowEvent.RunFinished.class::isInstance));
        return events;
    }

    boolean heard(String stepId) {
        return events.stream()
                .anyMatch(event -> event instanceof ToolFlowEvent.StepFinished step
                        && step.stepId().equals(stepId));
    }

    static void assertNumberedWithoutGaps(List<ToolFlowEvent> events) {
        assertThat(events)
                .extracting(event -> event.at().sequence())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
    }
}
