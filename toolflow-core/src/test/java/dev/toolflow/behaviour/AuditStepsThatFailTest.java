package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.writing;
import static dev.toolflow.behaviour.Tones.FRIENDLY;
import static dev.toolflow.behaviour.Tones.JUDGE;
import static dev.toolflow.behaviour.Tones.tone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException.AuditFailed;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AuditStepsThatFailTest {
    private static final StepDefinition<Topic, Line> NEXT = writing("next");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).sleeper(new RecordingSleeper()).build();
    private final ToolCallStep<Topic, Line> judged = ToolCallStep.of(WRITE).audit(tone());

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private static ToolFlow<Topic, Line> andNext(ToolCallStep<Topic, Line> first) {
        return ToolFlow.define(
                "two",
                Topic.class,
                (flow, topic) -> flow.step(NEXT, flow.step(first, topic).map(line -> new Topic(line.text()))));
    }

    @Nested
    class An_audit_step_that_fails {
        @Test
        void fails_the_step_it_judges_and_the_paid_output_is_kept() {
            mock.on(WRITE).usage(TokenUsage.of(10, 1)).reply(CALM);
            mock.on(JUDGE).fail(new ToolCallException.Rejected("step 'write_line~tone': 401; mend the key"));

            var result = engine.run(flowOf(judged), TEA);

            StepResult<Line> step = result.step(WRITE);
            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(step.status()).isEqualTo(StepStatus.FAILED);
            assertThat(step.attempts())
                    .singleElement()
                    .satisfies(only -> assertThat(only.output()).contains(CALM));
            assertThat(step.error())
                    .isInstanceOf(AuditFailed.class)
                    .hasMessage(
                            "step 'write_line': its audit step 'write_line~tone' failed, so its output, which is kept "
                                    + "in its attempts, was not judged and nothing more is called: step 'write_line~tone': 401; "
                                    + "mend the key")
                    .hasCauseInstanceOf(ToolCallException.Rejected.class);
            assertThat(result.error()).contains(step.error());
            assertThat(result.step(JUDGE).status()).isEqualTo(StepStatus.FAILED);
            assertThat(mock.requests(WRITE)).hasSize(1);
            assertThat(result.usage()).isEqualTo(TokenUsage.of(10, 1));
        }

        @Test
        void is_one_whose_own_output_is_never_accepted() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).reply(FRIENDLY, FRIENDLY);
            var picky = tone(judge -> judge.maxRetries(1).audit(opinion -> List.of(Issue.critical("too kind"))));

            var result = engine.run(flowOf(ToolCallStep.of(WRITE).audit(picky)), TEA);

            assertThat(result.step(WRITE).error())
                    .isInstanceOf(AuditFailed.class)
                    .hasMessageContaining("'write_line~tone': not accepted after 2 attempts: too kind");
        }

        @Test
        void stops_the_run_by_the_policy_of_the_step_it_judges() {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).fail(new ToolCallException.Rejected("401"));

            var result = engine.run(andNext(judged), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(NEXT).status()).isEqualTo(StepStatus.SKIPPED);
        }

        @Test
        void lets_dependants_have_the_output_that_was_not_judged_where_that_step_goes_on() {
            mock.on(WRITE).reply(CALM);
            mock.on(NEXT).reply(CALM);
            mock.on(JUDGE).fail(new ToolCallException.Rejected("401"));

            var result = engine.run(andNext(judged.onFailure(OnFailure.CONTINUE)), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(mock.requests(NEXT)).hasSize(1);
        }

        static Stream<Arguments> faults() {
            return Stream.of(
                    Arguments.argumentSet(
                            "the question throws",
                            StepAudit.<Topic, Line, Tones.Question, Tones.Opinion>of(
                                    ToolCallStep.of(JUDGE).as("tone"),
                                    (topic, line) -> BrokenCode.broken(),
                                    opinion -> Verdict.of(List.of()))),
                    Arguments.argumentSet(
                            "the reading throws",
                            StepAudit.<Topic, Line, Tones.Question, Tones.Opinion>of(
                                    ToolCallStep.of(JUDGE).as("tone"),
                                    (topic, line) -> new Tones.Question("", ""),
                                    opinion -> BrokenCode.broken())));
        }

        @ParameterizedTest
        @MethodSource("faults")
        void is_one_whose_own_code_throws(StepAudit<Topic, Line> faulty) {
            mock.on(WRITE).reply(CALM);
            mock.on(JUDGE).answer(request -> FRIENDLY);

            var result = engine.run(flowOf(ToolCallStep.of(WRITE).audit(faulty)), TEA);

            assertThat(result.step(WRITE).error())
                    .isInstanceOf(AuditFailed.class)
                    .hasMessageContaining("tone")
                    .hasCauseInstanceOf(IllegalStateException.class);
            assertThat(result.step(WRITE).output()).contains(CALM);
        }
    }

    @Nested
    class A_run_that_halts_before_an_output_is_audited {
        @Test
        void keeps_the_output_and_asks_no_judge() {
            RecordingListener listener = new RecordingListener();
            Gate writing = new Gate();
            OpenAiToolService service = (request, context) -> {
                if (request.tool() == NEXT.tool().orElseThrow()) {
                    writing.pass();
                    throw new ToolCallException.Rejected("401");
                }
                writing.open();
                org.awaitility.Awaitility.await().until(() -> listener.heard("next"));
                return mock.executeToolCall(request, context);
            };
            mock.on(WRITE).reply(CALM);
            ToolFlow<Topic, Line> beside = ToolFlow.define("beside", Topic.class, (flow, topic) -> {
                flow.step(NEXT, topic);
                return flow.step(judged, topic);
            });
            try (var halting =
                    ToolFlowEngine.builder(service).listener(listener).build()) {
                var result = halting.run(beside, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.step(WRITE).status()).isEqualTo(StepStatus.CANCELLED);
                assertThat(result.step(WRITE).output()).contains(CALM);
                assertThat(result.step(WRITE).error())
                        .hasMessageContaining("the run ended before its audit step 'write_line~tone'");
                assertThat(result.step(JUDGE).status()).isEqualTo(StepStatus.SKIPPED);
            }
        }
    }

    @Nested
    class A_run_that_ends_while_an_output_is_audited {
        private final Gate judging = new Gate();
        private final OpenAiToolService blocking = (request, context) -> {
            if (request.tool() != JUDGE.tool().orElseThrow()) {
                return mock.executeToolCall(request, context);
            }
            Gate closed = new Gate();
            context.onCancel(closed::open);
            judging.open();
            closed.passUninterrupted();
            throw new ToolCallException.Cancelled(
                    "socket closed", dev.toolflow.tool.CallReceipt.unreported(null, null), null);
        };

        @Test
        void cancels_the_audit_and_its_step_and_keeps_the_output() {
            mock.on(WRITE).usage(TokenUsage.of(10, 1)).reply(CALM);
            try (var cancellable = ToolFlowEngine.create(blocking)) {
                FlowRun<Line> run = cancellable.start(andNext(judged), TEA);
                judging.pass();

                run.cancel();

                ToolFlowResult<Line> result =
                        run.result().orTimeout(20, TimeUnit.SECONDS).join();
                assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
                assertThat(result.steps())
                        .extracting(step -> step.id() + " " + step.status())
                        .containsExactly("write_line CANCELLED", "write_line~tone CANCELLED", "next SKIPPED");
                assertThat(result.step(WRITE).output()).contains(CALM);
                assertThat(result.usage().input()).isEqualTo(10);
                assertThat(result.usage().unreportedCalls()).isEqualTo(1);
            }
        }
    }
}
