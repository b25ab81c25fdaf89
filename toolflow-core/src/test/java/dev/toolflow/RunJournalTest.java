package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.behaviour.Lines;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.StepResult;
import dev.toolflow.testing.MockOpenAiToolService;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RunJournalTest {
    private final List<ToolFlowEvent> told = new ArrayList<>();
    private final RunJournal journal = new RunJournal(
            RunLog.silent("mine", "line"),
            Clock.systemUTC(),
            new Audience.Queues(List.of(new ListenerQueue(told::add, Runnable::run)), List.of()),
            RunMemory.empty());

    @Test
    void has_handed_on_all_that_happened_when_the_run_has_ended_however_late_a_step_was_known() {
        ToolFlowResult<?> result = result();
        StepResult<?> step = result.steps().get(0);
        CompletableFuture<StepResult<?>> known = new CompletableFuture<>();
        List<ToolFlowEvent> atTheEnd = new ArrayList<>();
        journal.stepFinished(step.id(), known);
        // Who asks last is told first: before the journal itself.
        CompletableFuture<Void> unused = known.thenRun(() -> {
            journal.finished(result);
            atTheEnd.addAll(told);
        });

        known.complete(step);

        assertThat(atTheEnd)
                .<Class<?>>extracting(ToolFlowEvent::getClass)
                .containsExactly(ToolFlowEvent.StepFinished.class, ToolFlowEvent.RunFinished.class);
        assertThat(told).isEqualTo(atTheEnd);
    }

    private static ToolFlowResult<?> result() {
        MockOpenAiToolService mock = MockOpenAiToolService.create();
        mock.on(Lines.WRITE).answer(request -> Lines.CALM);
        try (ToolFlowEngine engine = ToolFlowEngine.builder(mock).build()) {
            return engine.run(
                    ToolFlow.define("line", Lines.Topic.class, (flow, topic) -> flow.step(Lines.WRITE, topic)),
                    Lines.TEA);
        }
    }
}
