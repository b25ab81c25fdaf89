package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException.Rejected;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumingAfterAnotherFailureTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    private final ToolFlow<Topic, Line> line =
            Lines.flowOf(ToolCallStep.of(WRITE).maxRetries(0));

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Test
    void the_step_is_tried_anew_and_what_it_used_before_counts() {
        MockOpenAiToolService other = MockOpenAiToolService.create();
        other.on(WRITE).fail(new Rejected("moderated")).reply(CALM);
        try (var another = ToolFlowEngine.create(other)) {
            var failed = another.run(line, TEA);

            var result = another.resume(line, failed);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(WRITE).attempts())
                    .extracting(Attempt::number)
                    .containsExactly(1, 2);
        }
    }

    @Test
    void the_next_call_is_told_of_outputs_that_did_not_pass() {
        MockOpenAiToolService other = MockOpenAiToolService.create();
        other.on(WRITE).reply(Lines.TOO_LONG, CALM);
        try (var another = ToolFlowEngine.create(other)) {
            var failed = another.run(line, TEA);

            var result = another.resume(line, failed);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.usage()).isEqualTo(TokenUsage.of(200, 40));
            assertThat(other.requests().get(1).input().feedback())
                    .singleElement()
                    .satisfies(told -> assertThat(told.issues()).isNotEmpty());
        }
    }

    @Test
    void an_output_whose_audit_threw_is_judged_again_without_a_call() {
        AtomicBoolean faulty = new AtomicBoolean(true);
        var audited = ToolCallStep.of(DRAW).audit(made -> {
            if (faulty.get()) {
                throw new IllegalStateException("the judge is ill");
            }
            return List.of(Issue.low("rather small"));
        });
        var flow = Lines.pictureFlow(audited);
        mock.on(DRAW).usage(TokenUsage.of(5, 500)).image(8, 8);
        var failed = engine.run(flow, TEA);
        assertThat(failed.step(DRAW).error()).isInstanceOf(StepException.AuditFailed.class);
        faulty.set(false);

        var result = engine.resume(flow, failed);

        assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(mock.requests()).hasSize(1);
        assertThat(result.usage()).isEqualTo(TokenUsage.of(5, 500));
    }

    @Test
    void a_step_under_continue_is_tried_anew_though_it_has_an_output_that_did_not_pass() {
        MockOpenAiToolService other = MockOpenAiToolService.create();
        other.on(WRITE).reply(Lines.TOO_LONG).fail(new Rejected("moderated")).reply(CALM);
        var goesOn = Lines.flowOf(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE));
        try (var another = ToolFlowEngine.create(other)) {
            var failed = another.run(goesOn, TEA);
            assertThat(failed.status()).isEqualTo(RunStatus.PARTIAL);

            assertThat(another.resume(goesOn, failed).output()).isEqualTo(CALM);
        }
    }

    @Test
    void a_step_under_continue_of_which_no_output_passed_stays_as_it_is() {
        MockOpenAiToolService other = MockOpenAiToolService.create();
        other.on(WRITE).reply(Lines.TOO_LONG);
        var goesOn = Lines.flowOf(ToolCallStep.of(WRITE).maxRetries(0).onFailure(OnFailure.CONTINUE));
        try (var another = ToolFlowEngine.create(other)) {
            var failed = another.run(goesOn, TEA);

            assertThat(another.resume(goesOn, failed).status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(other.requests()).hasSize(1);
        }
    }
}
