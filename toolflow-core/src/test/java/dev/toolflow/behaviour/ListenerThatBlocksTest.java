package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.reply;
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
import dev.toolflow.event.ToolFlowEvent.TextDelta;
import dev.toolflow.event.ToolFlowListener;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Delta;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ListenerThatBlocksTest {
    private static final int DELTAS = 5_000;

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final RecordingListener listener = new RecordingListener();

    private final Gate released = new Gate();
    private final List<ToolFlowEvent> heard = new CopyOnWriteArrayList<>();
    private final ToolFlowListener blocking = event -> {
        released.pass();
        heard.add(event);
    };

    /** Never gets far ahead of the listener that keeps up. */
    private final OpenAiToolService talkative = (request, context) -> {
        for (int i = 1; i <= DELTAS; i++) {
            context.emit(new Delta.Text("word "));
            int told = i;
            if (i % 500 == 0) {
                await().until(() -> deltasOf(listener.events()) == told);
            }
        }
        return reply("x", TokenUsage.none());
    };

    private static long deltasOf(List<ToolFlowEvent> events) {
        return events.stream().filter(TextDelta.class::isInstance).count();
    }

    @Test
    void holds_up_neither_the_run_nor_other_listeners() {
        try (var engine = ToolFlowEngine.builder(talkative)
                .listener(blocking)
                .listener(listener)
                .build()) {
            assertThat(engine.run(ONE_LINE, TEA).status()).isEqualTo(RunStatus.COMPLETED);

            RecordingListener.assertNumberedWithoutGaps(listener.whenFinished());
            assertThat(deltasOf(listener.events())).isEqualTo(DELTAS);
            assertThat(heard).isEmpty();
            released.open();
        }
    }

    @Test
    void loses_all_but_the_ends_of_runs_when_it_is_hopelessly_behind_so_that_memory_is_bounded() {
        var many = ToolFlow.define(
                "many",
                Topic.class,
                (flow, topic) -> flow.each(
                        ToolCallStep.of(LocalStepDefinition.of("polish", Topic.class, Line.class, t -> CALM)),
                        topic.map(t -> Collections.nCopies(20_000, t))));
        AtomicLong told = new AtomicLong();
        AtomicLong lost = new AtomicLong();
        AtomicLong ends = new AtomicLong();
        ToolFlowListener slow = event -> {
            released.pass();
            told.incrementAndGet();
            if (event instanceof EventsLost loss) {
                lost.addAndGet(loss.count());
            } else if (event instanceof RunFinished) {
                ends.incrementAndGet();
            }
        };
        try (var engine = ToolFlowEngine.builder(mock).listener(slow).build()) {
            assertThat(engine.run(many, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(engine.run(ToolFlow.define("none", Topic.class, (flow, t) -> t), TEA)
                            .status())
                    .isEqualTo(RunStatus.COMPLETED);
            released.open();
        }

        assertThat(ends).hasValue(2);
        assertThat(lost.get()).isGreaterThan(14_000);
        assertThat(told.get() + lost.get()).isEqualTo(4 * 20_000 + 2 + 2 + 1);
    }

    @Test
    void loses_deltas_first_and_is_told_how_many() {
        try (var engine = ToolFlowEngine.builder(talkative)
                .listener(blocking)
                .listener(listener)
                .build()) {
            engine.run(ONE_LINE, TEA);
            listener.whenFinished();
            released.open();
        }

        assertThat(heard)
                .filteredOn(event -> !(event instanceof TextDelta || event instanceof EventsLost))
                .hasSize(6);
        assertThat(deltasOf(heard)).isBetween(900L, 1_100L);
        assertThat(heard)
                .filteredOn(EventsLost.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((EventsLost) event).count()).isEqualTo(DELTAS - deltasOf(heard)));
        assertThat(heard)
                .filteredOn(event -> !(event instanceof EventsLost))
                .extracting(event -> event.at().sequence())
                .isSorted();
        assertThat(listener.events()).noneMatch(EventsLost.class::isInstance);
    }
}
