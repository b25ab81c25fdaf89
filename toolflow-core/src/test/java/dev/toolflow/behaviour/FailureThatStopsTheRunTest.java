package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.TwoWays.AFTER_BESIDE;
import static dev.toolflow.behaviour.TwoWays.BAD;
import static dev.toolflow.behaviour.TwoWays.BESIDE;
import static dev.toolflow.behaviour.TwoWays.flow;
import static dev.toolflow.step.StepStatus.CANCELLED;
import static dev.toolflow.step.StepStatus.COMPLETED;
import static dev.toolflow.step.StepStatus.FAILED;
import static dev.toolflow.step.StepStatus.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowFailedException;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import dev.toolflow.tool.ToolCallException.Transient;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FailureThatStopsTheRunTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Test
    void lets_calls_in_flight_finish_keeps_them_and_starts_nothing_new() {
        Gate badHasFailed = new Gate();
        Meeting ofBoth = new Meeting(2);
        OpenAiToolService service = (request, context) -> {
            ofBoth.join();
            if (request.stepId().equals("bad")) {
                throw new Rejected("400");
            }
            badHasFailed.pass();
            return reply("beside", TokenUsage.of(3, 3));
        };
        try (var engine = ToolFlowEngine.builder(service)
                .listener(event -> openWhenBadFails(event, badHasFailed))
                .build()) {
            var result = engine.run(flow(OnFailure.STOP, false), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.steps())
                    .extracting(step -> step.status())
                    .containsExactly(FAILED, COMPLETED, SKIPPED, SKIPPED);
            assertThat(result.step(BESIDE).output()).contains(new Line("beside"));
            assertThat(result.usage()).isEqualTo(TokenUsage.of(3, 3));
            assertThat(result.outputIfPresent()).isEmpty();
        }
    }

    @Test
    void lets_no_step_under_way_call_again() {
        Gate badHasFailed = new Gate();
        Meeting ofBoth = new Meeting(2);
        RecordingSleeper sleeper = new RecordingSleeper();
        OpenAiToolService service = (request, context) -> {
            ofBoth.join();
            if (request.stepId().equals("bad")) {
                throw new Rejected("400");
            }
            badHasFailed.pass();
            throw new Transient("503");
        };
        try (var engine = ToolFlowEngine.builder(service)
                .sleeper(sleeper)
                .listener(event -> openWhenBadFails(event, badHasFailed))
                .build()) {
            var result = engine.run(flow(OnFailure.STOP, false), TEA);

            assertThat(result.step(BESIDE).attempts().get(0).made().calls()).isEqualTo(1);
            assertThat(sleeper.pauses()).isEmpty();
            assertThat(result.error().orElseThrow()).hasMessage("400");
        }
    }

    @Test
    void wakes_a_step_from_its_pause() {
        Gate pausing = new Gate();
        OpenAiToolService service = (request, context) -> {
            if (request.stepId().equals("bad")) {
                pausing.pass();
                throw new Rejected("400");
            }
            throw new Transient("503");
        };
        try (var engine = ToolFlowEngine.builder(service)
                .sleeper(pause -> {
                    pausing.open();
                    new Gate().passOrInterrupted();
                })
                .build()) {
            var result = engine.run(flow(OnFailure.STOP, false), TEA);

            assertThat(result.step(BESIDE).status()).isEqualTo(CANCELLED);
            assertThat(result.error().orElseThrow()).hasMessage("400");
        }
    }

    @Test
    void is_the_runs_own_though_a_step_before_it_in_the_flow_failed_later() {
        Gate lateHasFailed = new Gate();
        Meeting ofBoth = new Meeting(2);
        OpenAiToolService service = (request, context) -> {
            ofBoth.join();
            if (request.stepId().equals("bad")) {
                lateHasFailed.pass();
                throw new Rejected("second");
            }
            throw new Rejected("first");
        };
        try (var engine = ToolFlowEngine.builder(service)
                .listener(event -> {
                    if (event instanceof ToolFlowEvent.StepFinished) {
                        lateHasFailed.open();
                    }
                })
                .build()) {
            var result = engine.run(flow(OnFailure.STOP, false), TEA);

            assertThat(result.error().orElseThrow()).hasMessage("first");
            assertThatThrownBy(result::output).hasMessageContaining("step 'beside'");
        }
    }

    @Test
    void lets_no_step_under_way_begin_another_attempt() {
        Gate badHasFailed = new Gate();
        Meeting ofBoth = new Meeting(2);
        OpenAiToolService service = (request, context) -> {
            ofBoth.join();
            if (request.stepId().equals("bad")) {
                throw new Rejected("400");
            }
            badHasFailed.pass();
            return reply(TOO_LONG.text(), TokenUsage.of(3, 3));
        };
        try (var engine = ToolFlowEngine.builder(service)
                .listener(event -> openWhenBadFails(event, badHasFailed))
                .build()) {
            var result = engine.run(flow(OnFailure.STOP, false), TEA);

            assertThat(result.step(BESIDE).status()).isEqualTo(CANCELLED);
            assertThat(result.step(BESIDE).attempts()).hasSize(1);
            assertThat(result.step(BESIDE).output()).contains(TOO_LONG);
        }
    }

    @Test
    void lets_no_step_begin_that_waits_for_its_turn() {
        Gate badHasFailed = new Gate();
        AtomicBoolean badWasCalled = new AtomicBoolean();
        AtomicInteger callsAfterBad = new AtomicInteger();
        OpenAiToolService service = (request, context) -> {
            if (request.stepId().equals("bad")) {
                badWasCalled.set(true);
                throw new Rejected("400");
            }
            if (badWasCalled.get()) {
                callsAfterBad.incrementAndGet();
                badHasFailed.pass();
            }
            return reply("beside", TokenUsage.none());
        };
        var flow = ToolFlow.define("queue", Topic.class, (steps, topic) -> {
            var bad = steps.step(ToolCallStep.of(BAD), topic);
            for (int i = 0; i < 50; i++) {
                steps.step(ToolCallStep.of(BESIDE).as("beside " + i), topic);
            }
            return bad;
        });
        try (var engine = ToolFlowEngine.builder(service)
                .callsInFlight(1)
                .listener(event -> openWhenBadFails(event, badHasFailed))
                .build()) {
            assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.FAILED);
            // The one that had its turn before the failure was known is in flight and is kept.
            assertThat(callsAfterBad.get()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void says_in_the_exception_which_step_failed() {
        mock.on(BAD).fail(new Rejected("400: model unknown"));
        mock.on(BESIDE).answer(request -> CALM);
        mock.on(AFTER_BESIDE).answer(request -> CALM);
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(flow(OnFailure.STOP, true), TEA);

            assertThatThrownBy(result::output)
                    .isInstanceOf(ToolFlowFailedException.class)
                    .hasMessageContaining("step 'bad' after 1 attempt(s): 400: model unknown")
                    .hasMessageContaining("flow 'two-ways' (run " + result.runId() + ")")
                    .hasCauseInstanceOf(Rejected.class);
        }
    }

    private static void openWhenBadFails(ToolFlowEvent event, Gate gate) {
        if (event instanceof ToolFlowEvent.StepFinished step && step.stepId().equals("bad")) {
            gate.open();
        }
    }
}
