package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TWO_LINES;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Patience.ended;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ActionsOnCancellingTest {
    @Nested
    class A_run_that_is_cancelled {
        @Test
        void ends_even_when_an_action_on_cancelling_throws() {
            Gate called = new Gate();
            AtomicBoolean first = new AtomicBoolean();
            OpenAiToolService service = (request, context) -> {
                context.onCancel(() -> first.set(true));
                context.onCancel(() -> {
                    throw new IllegalStateException("cannot close the socket");
                });
                called.open();
                new Gate().pass();
                return reply("x", TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(ONE_LINE, TEA);
                called.pass();

                run.cancel();

                assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(first).isTrue();
            }
        }

        @Test
        void runs_no_action_that_was_taken_back_and_at_once_one_that_comes_late() {
            Gate called = new Gate();
            Gate cancelled = new Gate();
            AtomicBoolean takenBack = new AtomicBoolean();
            AtomicBoolean late = new AtomicBoolean();
            OpenAiToolService service = (request, context) -> {
                context.onCancel(() -> takenBack.set(true)).close();
                called.open();
                cancelled.passUninterrupted();
                context.onCancel(() -> late.set(true));
                assertThat(late).isTrue();
                return reply("x", TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(TWO_LINES, TEA);
                called.pass();
                run.cancel();
                cancelled.open();

                assertThat(ended(run).step(WRITE).status()).isEqualTo(StepStatus.COMPLETED);
                assertThat(takenBack).isFalse();
                assertThat(late).isTrue();
            }
        }
    }
}
