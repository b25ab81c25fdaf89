package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Deadlines.SOON;
import static dev.toolflow.behaviour.Deadlines.assertTimedOut;
import static dev.toolflow.behaviour.Deadlines.interrupted;
import static dev.toolflow.behaviour.Deadlines.run;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

@Timeout(60)
class StepThatIsInterruptedByItsDeadlineTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void ends_in_the_pause_before_a_repeat() {
        AtomicBoolean pauses = new AtomicBoolean();
        OpenAiToolService busy = (request, context) -> {
            throw new ToolCallException.Transient("503");
        };
        try (var engine = ToolFlowEngine.builder(busy)
                .sleeper(pause -> {
                    pauses.set(true);
                    new Gate().passOrInterrupted();
                })
                .build()) {
            var result = interrupted(
                    pauses::get,
                    deadline -> engine.run(flowOf(ToolCallStep.of(WRITE).deadline(deadline)), TEA));

            assertTimedOut(result);
            assertThat(result.step(WRITE).attempts()).hasSize(1);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void ends_while_it_waits_for_its_turn_and_takes_none() {
        Gate called = new Gate();
        Gate mayEnd = new Gate();
        OpenAiToolService service = (request, context) -> {
            called.open();
            mayEnd.passUninterrupted();
            return reply("x", TokenUsage.none());
        };
        try (var engine = ToolFlowEngine.builder(service).callsInFlight(1).build()) {
            FlowRun<Line> first = engine.start(ONE_LINE, TEA);
            called.pass();

            var late = engine.run(flowOf(ToolCallStep.of(WRITE).deadline(SOON)), TEA);

            assertTimedOut(late);
            assertThat(late.usage()).isEqualTo(TokenUsage.none());
            mayEnd.open();
            assertThat(first.result().join().status()).isEqualTo(RunStatus.COMPLETED);
        }
    }

    @Test
    void interrupts_an_audit_that_loops_and_keeps_the_output() {
        mock.on(WRITE).usage(TokenUsage.of(7, 3)).answer(request -> CALM);
        AtomicInteger rounds = new AtomicInteger();
        var step = ToolCallStep.of(WRITE).audit(line -> {
            while (!Thread.currentThread().isInterrupted()) {
                rounds.incrementAndGet();
                Thread.onSpinWait();
            }
            throw new IllegalStateException("interrupted");
        });

        var result = interrupted(() -> rounds.get() > 0, deadline -> run(mock, step.deadline(deadline)));

        assertTimedOut(result);
        assertThat(result.error().orElseThrow()).hasCauseInstanceOf(StepException.AuditFailed.class);
        assertThat(result.step(WRITE).output()).contains(CALM);
        assertThat(result.usage()).isEqualTo(TokenUsage.of(7, 3));
    }

    @Test
    void leaves_an_audit_to_itself_that_loops_for_ever() {
        mock.on(WRITE).answer(request -> CALM);
        AtomicBoolean begun = new AtomicBoolean();
        AtomicBoolean over = new AtomicBoolean();
        var step = ToolCallStep.of(WRITE).audit(line -> {
            begun.set(true);
            while (!over.get()) {
                Thread.onSpinWait();
            }
            return List.of();
        });
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = interrupted(begun::get, deadline -> engine.run(flowOf(step.deadline(deadline)), TEA));
            over.set(true);

            assertTimedOut(result);
            assertThat(result.error().orElseThrow())
                    .cause()
                    .isInstanceOf(StepException.AuditFailed.class)
                    .hasMessageContaining("did not end within 1 s of its interrupt and is left to itself");
            assertThat(result.step(WRITE).output()).contains(CALM);
        }
    }

    @Test
    void interrupts_a_local_function() {
        AtomicBoolean begun = new AtomicBoolean();
        var slow = LocalStepDefinition.of("slow", Topic.class, Line.class, topic -> {
            begun.set(true);
            new Gate().pass();
            return CALM;
        });

        assertTimedOut(interrupted(
                begun::get, deadline -> run(mock, ToolCallStep.of(slow).deadline(deadline))));
    }
}
