package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Deadlines.assertTimedOut;
import static dev.toolflow.behaviour.Deadlines.interrupted;
import static dev.toolflow.behaviour.Deadlines.run;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.NEXT;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StepDeadlineTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final MutableClock clock = new MutableClock();

    /** A step whose every attempt moves the clock. */
    private ToolFlowResult<Line> runOnTheClock(ToolCallStep<Topic, Line> step, RunOptions options) {
        try (var engine = ToolFlowEngine.builder(mock)
                .clock(clock)
                .sleeper(clock::advance)
                .build()) {
            return engine.run(flowOf(step), TEA, options);
        }
    }

    @Nested
    class A_step_that_reaches_its_deadline {
        @Test
        void gives_up_its_call_and_fails_with_what_it_did() {
            Blocking service = new Blocking();

            var result = interrupted(
                    service::isCalled,
                    deadline -> run(service, ToolCallStep.of(WRITE).deadline(deadline)));

            assertTimedOut(result);
            assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(result.step(WRITE).attempts()).hasSize(1);
            assertThat(result.usage().unreportedCalls()).isEqualTo(1);
            assertThat(result.error().orElseThrow()).hasCauseInstanceOf(ToolCallException.Cancelled.class);
            assertThat(service.calls).hasValue(1);
        }

        @Test
        void gives_up_the_step_that_judges_it() {
            Blocking judge = new Blocking();
            OpenAiToolService service = (request, context) -> request.stepId().contains("~")
                    ? judge.executeToolCall(request, context)
                    : reply(CALM.text(), TokenUsage.none());

            var result = interrupted(
                    judge::isCalled,
                    deadline -> run(
                            service, ToolCallStep.of(WRITE).deadline(deadline).audit(Tones.tone())));

            assertTimedOut(result);
            assertThat(result.step(Tones.JUDGE).status()).isEqualTo(StepStatus.CANCELLED);
            assertThat(result.step(WRITE).output()).contains(CALM);
        }

        @Test
        void begins_no_further_attempt() {
            mock.on(WRITE).answer(request -> {
                clock.advance(Duration.ofSeconds(4));
                return TOO_LONG;
            });

            var result = runOnTheClock(ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(10)), RunOptions.defaults());

            assertTimedOut(result);
            assertThat(mock.requests()).hasSize(3);
            assertThat(result.step(WRITE).attempts()).hasSize(3);
        }

        @Test
        void lets_the_run_go_on_where_it_may() {
            Blocking silent = new Blocking();
            OpenAiToolService service = (request, context) -> request.stepId().equals("next")
                    ? reply("next", TokenUsage.none())
                    : silent.executeToolCall(request, context);
            try (var engine = ToolFlowEngine.create(service)) {
                var result = interrupted(silent::isCalled, deadline -> engine.run(twoWithin(deadline), TEA));

                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.step(WRITE).error()).isInstanceOf(StepException.TimedOut.class);
                assertThat(result.output()).isEqualTo(new Line("next"));
            }
        }

        /** Two steps, of which the second does not need the first. */
        private static ToolFlow<Topic, Line> twoWithin(Duration deadline) {
            return ToolFlow.define("two", Topic.class, (f, topic) -> {
                f.step(ToolCallStep.of(WRITE).deadline(deadline).onFailure(OnFailure.CONTINUE), topic);
                return f.step(NEXT, f.local("later", topic, t -> t));
            });
        }

        @Test
        void leaves_its_thread_without_an_interrupt() {
            Blocking silent = new Blocking();
            AtomicBoolean interrupted = new AtomicBoolean(true);
            var look = ToolFlow.define(
                    "look",
                    Topic.class,
                    (f, topic) -> f.local("look", topic, t -> {
                        interrupted.set(Thread.currentThread().isInterrupted());
                        return t;
                    }));
            try (var engine = ToolFlowEngine.builder(silent).callsInFlight(1).build()) {
                interrupted(
                        silent::isCalled,
                        deadline -> engine.run(flowOf(ToolCallStep.of(WRITE).deadline(deadline)), TEA));

                engine.run(look, TEA);

                assertThat(interrupted).isFalse();
            }
        }
    }

    @Nested
    class A_step_that_is_done_in_time {
        @Test
        void is_not_touched_by_a_deadline_that_passes_later() {
            mock.on(WRITE).reply(CALM);

            assertThat(run(mock, ToolCallStep.of(WRITE).deadline(Duration.ofDays(365)))
                            .output())
                    .isEqualTo(CALM);
        }

        @Test
        void is_at_work_in_its_audits_which_may_run_no_flow_of_their_own() {
            mock.on(WRITE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                var step = ToolCallStep.of(WRITE)
                        .deadline(Duration.ofMinutes(1))
                        .audit(line -> {
                            engine.run(ONE_LINE, TEA);
                            return List.of();
                        });

                assertThat(engine.run(flowOf(step), TEA).error().orElseThrow())
                        .isInstanceOf(StepException.AuditFailed.class)
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
        }

        @Test
        void is_accepted_although_its_last_audit_used_up_the_time() {
            mock.on(WRITE).reply(CALM);
            var step = ToolCallStep.of(WRITE).deadline(Duration.ofSeconds(1)).audit(line -> {
                clock.advance(Duration.ofSeconds(2));
                return List.of();
            });

            assertThat(runOnTheClock(step, RunOptions.defaults()).output()).isEqualTo(CALM);
        }
    }

    @Nested
    class A_run_that_ends_before_its_step {
        @Test
        void is_timed_out_itself_and_its_step_cancelled() {
            try (var engine = ToolFlowEngine.create(new Blocking())) {
                var result = engine.run(
                        flowOf(ToolCallStep.of(WRITE).deadline(Duration.ofMinutes(5))),
                        TEA,
                        RunOptions.defaults().deadline(Duration.ofMillis(30)));

                assertThat(result.status()).isEqualTo(RunStatus.TIMED_OUT);
                assertThat(result.step(WRITE).status()).isNotEqualTo(StepStatus.FAILED);
            }
        }
    }

    @Nested
    class A_bad_deadline {
        @ParameterizedTest
        @ValueSource(strings = {"PT0S", "PT-1S", "PT8761H"})
        void is_refused_by_name(String deadline) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ToolCallStep.of(WRITE).deadline(Duration.parse(deadline)))
                    .withMessageContaining(
                            "step 'write_line': deadline: must be longer than zero and at most 365 days");
        }
    }
}
