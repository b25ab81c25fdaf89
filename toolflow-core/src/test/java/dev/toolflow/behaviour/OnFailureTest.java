package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.TwoWays.AFTER_BAD;
import static dev.toolflow.behaviour.TwoWays.AFTER_BESIDE;
import static dev.toolflow.behaviour.TwoWays.BAD;
import static dev.toolflow.behaviour.TwoWays.BESIDE;
import static dev.toolflow.behaviour.TwoWays.flow;
import static dev.toolflow.step.StepStatus.COMPLETED;
import static dev.toolflow.step.StepStatus.FAILED;
import static dev.toolflow.step.StepStatus.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException.Rejected;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OnFailureTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    @Nested
    class A_failure_that_is_allowed {
        @Test
        void gives_dependants_the_last_typed_output_although_it_was_rejected() {
            mock.on(BAD).reply(TOO_LONG);
            mock.on(BESIDE).reply(CALM);
            mock.on(AFTER_BAD).answer(request -> CALM);
            mock.on(AFTER_BESIDE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(flow(OnFailure.CONTINUE, true), TEA);

                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.output()).isEqualTo(CALM);
                assertThat(topicOf(mock.requests(AFTER_BAD).get(0))).isEqualTo("after " + TOO_LONG.text());
                assertThat(result.steps())
                        .extracting(step -> step.status())
                        .containsExactly(FAILED, COMPLETED, COMPLETED, COMPLETED);
                assertThat(result.error()).isPresent();
            }
        }

        @Test
        void gives_the_last_typed_output_even_when_the_last_attempt_had_none() {
            mock.on(BAD).reply(TOO_LONG).replyJson("no JSON");
            mock.on(AFTER_BAD).answer(request -> CALM);
            var flow = ToolFlow.define("last", Topic.class, (steps, topic) -> {
                var bad = steps.step(ToolCallStep.of(BAD).maxRetries(1).onFailure(OnFailure.CONTINUE), topic);
                return steps.step(AFTER_BAD, bad.map(line -> new Topic(line.text())));
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(flow, TEA).status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(topicOf(mock.requests(AFTER_BAD).get(0))).isEqualTo(TOO_LONG.text());
            }
        }

        @Test
        void skips_dependants_where_there_is_no_output_while_independent_steps_go_on() {
            mock.on(BAD).fail(new Rejected("400"));
            mock.on(BESIDE).reply(CALM);
            mock.on(AFTER_BESIDE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(flow(OnFailure.CONTINUE, false), TEA);

                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.output()).isEqualTo(CALM);
                assertThat(result.steps())
                        .extracting(step -> step.status())
                        .containsExactly(FAILED, COMPLETED, SKIPPED, COMPLETED);
                assertThat(mock.requests(AFTER_BAD)).isEmpty();
            }
        }

        @Test
        void fails_the_run_where_the_output_cannot_be_made_without_it() {
            mock.on(BAD).fail(new Rejected("400"));
            mock.on(BESIDE).reply(CALM);
            mock.on(AFTER_BESIDE).answer(request -> CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(flow(OnFailure.CONTINUE, true), TEA);

                assertThat(result.status()).isEqualTo(RunStatus.FAILED);
                assertThat(result.step(AFTER_BESIDE).status()).isEqualTo(COMPLETED);
            }
        }

        @Test
        void skips_a_whole_chain_behind_it() {
            mock.on(BAD).fail(new Rejected("400"));
            var flow = ToolFlow.define("chain", Topic.class, (steps, topic) -> {
                var line = steps.step(ToolCallStep.of(BAD).onFailure(OnFailure.CONTINUE), topic);
                for (int i = 0; i < 100; i++) {
                    line = steps.step(ToolCallStep.of(AFTER_BAD).as("after " + i), line.map(l -> new Topic(l.text())));
                }
                return topic;
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(flow, TEA);

                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.steps(AFTER_BAD)).hasSize(100).allMatch(step -> step.status() == SKIPPED);
            }
        }
    }
}
