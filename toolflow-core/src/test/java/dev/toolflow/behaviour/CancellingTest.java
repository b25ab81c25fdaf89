package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowFailedException;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancellingTest {
    private static final StepDefinition<Topic, Line> NEXT = writing("next");
    private static final ToolFlow<Topic, Line> TWO = ToolFlow.define(
            "two",
            Topic.class,
            (flow, topic) -> flow.step(NEXT, flow.step(WRITE, topic).map(line -> new Topic(line.text()))));

    /** Is in a call until the call is cancelled, as a socket is that is closed. */
    private static final class Blocking implements OpenAiToolService {
        private final Gate called = new Gate();
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
            calls.incrementAndGet();
            Gate closed = new Gate();
            CallContext.Registration registration = context.onCancel(closed::open);
            called.open();
            closed.passUninterrupted();
            registration.close();
            assertThat(context.isCancelled()).isTrue();
            throw new ToolCallException.Cancelled("socket closed", CallReceipt.unreported(null, null), null);
        }
    }

    private static <O> ToolFlowResult<O> ended(FlowRun<O> run) {
        return run.result().orTimeout(20, SECONDS).join();
    }

    @Nested
    class A_run_that_is_cancelled {
        @Test
        void gives_up_the_call_in_flight_and_calls_nothing_more() {
            Blocking service = new Blocking();
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(TWO, TEA);
                service.called.pass();

                run.cancel();

                var result = ended(run);
                assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(result.steps())
                        .extracting(step -> step.status())
                        .containsExactly(StepStatus.CANCELLED, StepStatus.SKIPPED);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
                assertThat(service.calls).hasValue(1);
                assertThatThrownBy(result::output)
                        .isInstanceOf(ToolFlowFailedException.class)
                        .hasMessageContaining("is CANCELLED");
            }
        }

        @Test
        void ends_in_the_pause_before_a_repeat() {
            Gate sleeping = new Gate();
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).fail(new ToolCallException.Transient("503"));
            try (var engine = ToolFlowEngine.builder(mock)
                    .sleeper(pause -> {
                        sleeping.open();
                        new Gate().passOrInterrupted();
                    })
                    .build()) {
                FlowRun<Line> run = engine.start(TWO, TEA);
                sleeping.pass();

                run.cancel();

                assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(mock.requests()).hasSize(1);
            }
        }

        @Test
        void ends_while_it_waits_for_its_turn_behind_other_calls() {
            Gate called = new Gate();
            Gate mayEnd = new Gate();
            AtomicInteger calls = new AtomicInteger();
            OpenAiToolService service = (request, context) -> {
                calls.incrementAndGet();
                called.open();
                mayEnd.pass();
                return reply("x", TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.builder(service).callsInFlight(1).build()) {
                FlowRun<Line> first = engine.start(flowOf(ToolCallStep.of(WRITE)), TEA);
                called.pass();
                FlowRun<Line> second = engine.start(flowOf(ToolCallStep.of(WRITE)), TEA);

                second.cancel();

                assertThat(ended(second).status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(ended(second).usage()).isEqualTo(TokenUsage.none());
                assertThat(first.result()).isNotDone();
                mayEnd.open();
                assertThat(ended(first).status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(calls).hasValue(1);
            }
        }

        @Test
        void ends_behind_other_calls_with_every_item_that_waits() {
            Gate called = new Gate();
            Gate mayEnd = new Gate();
            OpenAiToolService service = (request, context) -> {
                called.open();
                mayEnd.pass();
                return reply("x", TokenUsage.none());
            };
            var many = ToolFlow.define(
                    "many",
                    Topic.class,
                    (flow, topic) -> flow.each(WRITE, topic.map(t -> java.util.Collections.nCopies(5_000, t))));
            try (var engine = ToolFlowEngine.builder(service).callsInFlight(1).build()) {
                FlowRun<?> first = engine.start(many, TEA);
                called.pass();
                FlowRun<?> second = engine.start(many, TEA);

                second.cancel();

                assertThat(ended(second).status()).isEqualTo(RunStatus.CANCELLED);
                first.cancel();
                mayEnd.open();
                assertThat(ended(first).status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(ended(first).steps()).hasSize(5_000);
            }
        }

        @Test
        void ends_in_an_audit_that_can_be_interrupted_and_keeps_what_was_paid() {
            Gate auditing = new Gate();
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).usage(TokenUsage.of(7, 3)).reply(CALM);
            var slow = flowOf(ToolCallStep.of(WRITE).audit(line -> {
                auditing.open();
                new Gate().pass();
                return java.util.List.of();
            }));
            try (var engine = ToolFlowEngine.create(mock)) {
                FlowRun<Line> run = engine.start(slow, TEA);
                auditing.pass();

                run.cancel();

                var result = ended(run);
                assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.CANCELLED);
                assertThat(result.usage()).isEqualTo(TokenUsage.of(7, 3));
            }
        }

        @Test
        void begins_no_local_step_any_more() {
            Gate working = new Gate();
            Gate mayEnd = new Gate();
            AtomicBoolean began = new AtomicBoolean();
            var local = ToolFlow.define("local", Topic.class, (flow, topic) -> {
                var first = flow.local("first", topic, t -> {
                    working.open();
                    mayEnd.passUninterrupted();
                    return t;
                });
                return flow.local("second", first, t -> began.getAndSet(true));
            });
            try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
                FlowRun<Boolean> run = engine.start(local, TEA);
                working.pass();
                run.cancel();
                mayEnd.open();

                var result = ended(run);
                assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(result.steps())
                        .extracting(step -> step.status())
                        .containsExactly(StepStatus.COMPLETED, StepStatus.SKIPPED);
                assertThat(began).isFalse();
            }
        }

        @Test
        void begins_no_further_attempt() {
            AtomicReference<FlowRun<Line>> started = new AtomicReference<>();
            Gate known = new Gate();
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).answer(request -> {
                known.pass();
                started.get().cancel();
                return Lines.TOO_LONG;
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                started.set(engine.start(flowOf(ToolCallStep.of(WRITE)), TEA));
                known.open();

                var result = ended(started.get());
                assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.CANCELLED);
                assertThat(result.step(WRITE).attempts()).hasSize(1);
                assertThat(mock.requests()).hasSize(1);
            }
        }

        @Test
        void stays_what_it_was_when_it_had_ended() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).reply(CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                FlowRun<Line> run = engine.start(flowOf(ToolCallStep.of(WRITE)), TEA);
                ended(run);

                run.cancel();

                assertThat(ended(run).output()).isEqualTo(CALM);
                assertThat(run).hasToString("FlowRun[" + run.id() + ", ended]");
            }
        }

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
                FlowRun<Line> run = engine.start(flowOf(ToolCallStep.of(WRITE)), TEA);
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
                FlowRun<Line> run = engine.start(TWO, TEA);
                called.pass();
                run.cancel();
                cancelled.open();

                assertThat(ended(run).step(WRITE).status()).isEqualTo(StepStatus.COMPLETED);
                assertThat(takenBack).isFalse();
                assertThat(late).isTrue();
            }
        }
    }

    @Nested
    class A_run_that_reaches_its_deadline {
        @Test
        void gives_up_the_call_in_flight_and_is_timed_out() {
            Blocking service = new Blocking();
            try (var engine = ToolFlowEngine.create(service)) {
                var result = engine.run(TWO, TEA, RunOptions.defaults().deadline(Duration.ofMillis(30)));

                assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
                assertThat(result.step(NEXT).status()).isEqualTo(StepStatus.SKIPPED);
                assertThat(service.calls.get()).isLessThanOrEqualTo(1);
            }
        }

        @Test
        void may_have_a_year() {
            MockOpenAiToolService mock = MockOpenAiToolService.create();
            mock.on(WRITE).reply(CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                var options = RunOptions.defaults().deadline(Duration.ofDays(365));

                assertThat(engine.run(flowOf(ToolCallStep.of(WRITE)), TEA, options)
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void is_refused_without_time_or_with_too_much() {
            assertThatThrownBy(() -> RunOptions.defaults().deadline(Duration.ZERO))
                    .hasMessageContaining("deadline");
            assertThatThrownBy(() -> RunOptions.defaults().deadline(Duration.ofMillis(Long.MAX_VALUE)))
                    .hasMessageContaining("deadline");
        }
    }

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
                FlowRun<Line> run = engine.start(TWO, TEA);
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
                FlowRun<Line> run = engine.start(TWO, TEA);
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
                    result.set(engine.run(TWO, TEA));
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

    @Nested
    class The_future_of_a_result {
        @Test
        void may_be_completed_or_cancelled_by_its_holder_without_harm_to_the_run() {
            Gate mayEnd = new Gate();
            OpenAiToolService service = (request, context) -> {
                mayEnd.pass();
                return reply(topicOf(request), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(flowOf(ToolCallStep.of(WRITE)), TEA);
                var held = run.result();
                held.cancel(true);
                run.result().completeExceptionally(new IllegalStateException("mine"));
                mayEnd.open();

                assertThat(ended(run).output()).isEqualTo(new Line("tea"));
            }
        }
    }
}
