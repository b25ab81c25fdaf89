package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TWO_LINES;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.writing;
import static dev.toolflow.behaviour.Patience.ended;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DrainingTest {
    private static final Duration LONG = Duration.ofDays(365);

    private final Gate called = new Gate();
    private final Gate mayEnd = new Gate();
    private final OpenAiToolService patient = (request, context) -> {
        called.open();
        mayEnd.passUninterrupted();
        return reply("x", TokenUsage.none());
    };

    /** Never answers; gives up when it is told to. */
    private final OpenAiToolService silent = (request, context) -> {
        Gate cancelled = new Gate();
        context.onCancel(cancelled::open);
        called.open();
        cancelled.passUninterrupted();
        throw new ToolCallException.Cancelled("given up", CallReceipt.none(), null);
    };

    private static CompletableFuture<Void> closing(ToolFlowEngine engine, Duration drain) {
        return CompletableFuture.runAsync(() -> engine.close(drain), task -> new Thread(task, "closing").start());
    }

    private static void untilRefusing(ToolFlowEngine engine) {
        await().until(() -> {
            try {
                engine.start(flowOf(ToolCallStep.of(writing("late"))), TEA).cancel();
                return false;
            } catch (RejectedRunException e) {
                return true;
            }
        });
    }

    @Nested
    class An_engine_that_drains {
        @Test
        void lets_runs_under_way_do_all_their_steps_and_takes_no_other() {
            ToolFlowEngine engine = ToolFlowEngine.create(patient);
            FlowRun<Line> run = engine.start(TWO_LINES, TEA);
            called.pass();

            var closed = closing(engine, LONG);
            untilRefusing(engine);
            assertThat(closed).isNotDone();
            mayEnd.open();

            closed.orTimeout(20, SECONDS).join();
            assertThat(ended(run).status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void lets_a_pause_before_a_repeat_end() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).fail(new ToolCallException.Transient("503")).reply(CALM);
            ToolFlowEngine engine = ToolFlowEngine.builder(mock)
                    .sleeper(pause -> {
                        called.open();
                        mayEnd.passOrInterrupted();
                    })
                    .build();
            FlowRun<Line> run = engine.start(ONE_LINE, TEA);
            called.pass();

            var closed = closing(engine, LONG);
            untilRefusing(engine);
            mayEnd.open();

            closed.orTimeout(20, SECONDS).join();
            assertThat(ended(run).status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void cancels_what_has_not_ended_in_time() {
            ToolFlowEngine engine = ToolFlowEngine.create(silent);
            FlowRun<Line> run = engine.start(TWO_LINES, TEA);
            called.pass();

            engine.close(Duration.ofMillis(20));

            assertThat(run.result()).isCompleted();
            assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void ends_a_pause_that_is_longer_than_it_waits() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).fail(new ToolCallException.Transient("503"));
            ToolFlowEngine engine = ToolFlowEngine.builder(mock)
                    .sleeper(pause -> {
                        called.open();
                        new Gate().passOrInterrupted();
                    })
                    .build();
            FlowRun<Line> run = engine.start(ONE_LINE, TEA);
            called.pass();

            engine.close(Duration.ofMillis(20));

            assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void is_closed_at_once_when_nothing_is_under_way() {
            ToolFlowEngine engine = ToolFlowEngine.create(patient);

            engine.close(LONG);

            assertThatThrownBy(() -> engine.start(TWO_LINES, TEA)).isInstanceOf(RejectedRunException.class);
        }

        @Test
        void does_not_wait_for_a_person() {
            var asking = ToolFlow.define(
                    "asking", Topic.class, (flow, topic) -> flow.approve("ok", topic, ApproveTest.Answer.class));
            ToolFlowEngine engine = ToolFlowEngine.create(patient);
            FlowRun<ApproveTest.Answer> run = engine.start(asking, TEA);

            engine.close(LONG);

            assertThat(ended(run).status()).isEqualTo(RunStatus.WAITING);
        }

        @Test
        void gives_up_waiting_when_it_is_interrupted_and_the_interrupt_stays() {
            ToolFlowEngine engine = ToolFlowEngine.create(silent);
            FlowRun<Line> run = engine.start(TWO_LINES, TEA);
            called.pass();
            AtomicBoolean kept = new AtomicBoolean();
            Thread closer = new Thread(() -> {
                engine.close(LONG);
                kept.set(Thread.currentThread().isInterrupted());
            });
            closer.start();
            untilRefusing(engine);

            closer.interrupt();

            assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
            await().until(() -> !closer.isAlive());
            assertThat(kept).isTrue();
        }
    }

    @Nested
    class An_engine_that_two_close {
        @Test
        void drains_no_longer_than_the_less_patient_says() {
            ToolFlowEngine engine = ToolFlowEngine.create(silent);
            FlowRun<Line> run = engine.start(TWO_LINES, TEA);
            called.pass();
            var patientOne = closing(engine, LONG);
            untilRefusing(engine);

            engine.close();

            patientOne.orTimeout(20, SECONDS).join();
            assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void may_be_closed_again_with_any_patience() {
            ToolFlowEngine engine = ToolFlowEngine.create(patient);
            engine.close(Duration.ZERO);
            engine.close(LONG);
            engine.close();

            assertThatThrownBy(() -> engine.start(TWO_LINES, TEA)).isInstanceOf(RejectedRunException.class);
        }
    }

    @Nested
    class Draining {
        @Test
        void is_refused_inside_a_step_whose_run_would_wait_for_itself() {
            AtomicReference<ToolFlowEngine> engine = new AtomicReference<>();
            engine.set(ToolFlowEngine.create(patient));
            var flow = ToolFlow.define(
                    "last",
                    Topic.class,
                    (f, topic) -> f.local("close", topic, t -> {
                        engine.get().close(LONG);
                        return t;
                    }));

            var result = engine.get().run(flow, TEA);

            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .rootCause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("inside a step");
            engine.get().close();
        }

        @Test
        void is_refused_for_less_than_no_time_or_too_much() {
            try (var engine = ToolFlowEngine.create(patient)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> engine.close(Duration.ofMillis(-1)))
                        .withMessageContaining("drain");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> engine.close(LONG.plusMillis(1)))
                        .withMessageContaining("drain");
            }
        }
    }
}
