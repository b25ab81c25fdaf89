package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TWO_LINES;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Patience.ended;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowFailedException;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancellingTest {
    @Nested
    class A_run_that_is_cancelled {
        @Test
        void gives_up_the_call_in_flight_and_calls_nothing_more() {
            Blocking service = new Blocking();
            try (var engine = ToolFlowEngine.create(service)) {
                FlowRun<Line> run = engine.start(TWO_LINES, TEA);
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
                FlowRun<Line> run = engine.start(TWO_LINES, TEA);
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
                FlowRun<Line> first = engine.start(ONE_LINE, TEA);
                called.pass();
                FlowRun<Line> second = engine.start(ONE_LINE, TEA);

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
                started.set(engine.start(ONE_LINE, TEA));
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
                FlowRun<Line> run = engine.start(ONE_LINE, TEA);
                ended(run);

                run.cancel();

                assertThat(ended(run).output()).isEqualTo(CALM);
                assertThat(run).hasToString("FlowRun[" + run.id() + ", ended]");
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
                FlowRun<Line> run = engine.start(ONE_LINE, TEA);
                var held = run.result();
                held.cancel(true);
                run.result().completeExceptionally(new IllegalStateException("mine"));
                mayEnd.open();

                assertThat(ended(run).output()).isEqualTo(new Line("tea"));
            }
        }
    }
}
