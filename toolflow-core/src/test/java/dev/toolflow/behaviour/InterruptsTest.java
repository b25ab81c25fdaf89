package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TWO_LINES;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Patience.ended;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptsTest {
    @Nested
    class The_interrupt_of_a_cancelled_step {
        @Test
        void does_not_reach_the_next_step_of_the_thread() {
            Blocking service = new Blocking();
            AtomicBoolean interrupted = new AtomicBoolean(true);
            var local = ToolFlow.define(
                    "local",
                    Topic.class,
                    (flow, topic) -> flow.local("look", topic, t -> {
                        interrupted.set(Thread.currentThread().isInterrupted());
                        return t;
                    }));
            try (var engine = ToolFlowEngine.builder(service).callsInFlight(1).build()) {
                FlowRun<Line> run = engine.start(TWO_LINES, TEA);
                service.called.pass();
                run.cancel();
                ended(run);

                engine.run(local, TEA);

                assertThat(interrupted).isFalse();
            }
        }

        @Test
        void does_not_reach_what_the_user_does_with_the_result() {
            Blocking service = new Blocking();
            AtomicReference<Boolean> interrupted = new AtomicReference<>();
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(TWO_LINES, TEA);
                service.called.pass();
                var told = run.result()
                        .thenAccept(
                                result -> interrupted.set(Thread.currentThread().isInterrupted()));
                run.cancel();

                told.orTimeout(20, SECONDS).join();
                assertThat(interrupted).hasValue(false);
            }
        }
    }

    @Nested
    class An_interrupt_that_the_users_code_leaves_behind {
        @Test
        void cancels_neither_the_next_attempt_nor_the_next_step() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).reply(Lines.TOO_LONG, CALM);
            mock.on(NEXT).fail(new ToolCallException.Transient("503")).reply(CALM);
            var flow = ToolFlow.define("stray", Topic.class, (steps, topic) -> {
                var line = steps.step(
                        ToolCallStep.of(WRITE).audit(l -> {
                            Thread.currentThread().interrupt();
                            return java.util.List.of();
                        }),
                        topic);
                return steps.step(NEXT, line.map(l -> {
                    Thread.currentThread().interrupt();
                    return new Topic(l.text());
                }));
            });
            try (var engine = ToolFlowEngine.builder(mock)
                    .callsInFlight(1)
                    .sleeper(pause ->
                            assertThat(Thread.currentThread().isInterrupted()).isFalse())
                    .build()) {
                assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.COMPLETED);
            }
        }
    }

    @Nested
    class A_caller_that_is_interrupted_while_it_waits {
        @Test
        void gets_the_cancelled_result_and_stays_interrupted() throws InterruptedException {
            Blocking service = new Blocking();
            AtomicReference<ToolFlowResult<Line>> result = new AtomicReference<>();
            AtomicBoolean interrupted = new AtomicBoolean();
            try (var engine = ToolFlowEngine.create(service)) {
                Thread caller = new Thread(() -> {
                    result.set(engine.run(TWO_LINES, TEA));
                    interrupted.set(Thread.currentThread().isInterrupted());
                });
                caller.start();
                service.called.pass();

                caller.interrupt();
                caller.join(20_000);

                assertThat(result.get().status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(interrupted).isTrue();
            }
        }
    }
}
