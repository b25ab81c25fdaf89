package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ApproveTest.PRINT;
import static dev.toolflow.behaviour.ApproveTest.PRINTED;
import static dev.toolflow.behaviour.AskingEngine.ADA;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.UnknownRunException;
import dev.toolflow.behaviour.ApproveTest.Answer;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingRunsTest {
    private final AskingEngine asking = new AskingEngine();
    private final MockOpenAiToolService mock = asking.mock;
    private final ToolFlowEngine engine = asking.engine;

    @AfterEach
    void closeTheEngine() {
        asking.close();
    }

    @Nested
    class A_run_that_waits {
        @Test
        void keeps_its_place_among_the_admitted_until_it_has_ended() {
            var waiting = engine.run(PRINTED, TEA);
            assertThatThrownBy(() -> engine.run(PRINTED, TEA)).isInstanceOf(RejectedRunException.class);

            engine.decide(waiting.runId(), "ok", ADA).result().join();

            assertThat(engine.run(PRINTED, TEA).status()).isEqualTo(RunStatus.WAITING);
        }

        @Test
        void gives_its_place_up_when_it_is_cancelled_and_takes_no_decision_any_more() {
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            assertThat(run.result().join().status()).isEqualTo(RunStatus.WAITING);
            assertThat(run).hasToString("FlowRun[" + run.id() + ", waiting]");

            run.cancel();
            run.cancel();

            assertThatThrownBy(() -> run.decide("ok", ADA)).isInstanceOf(UnknownRunException.class);
            assertThatThrownBy(() -> engine.decide(run.id(), "ok", ADA))
                    .isInstanceOf(UnknownRunException.class)
                    .hasMessageContaining("no run '" + run.id() + "'")
                    .hasMessageContaining("decide runs whose result is WAITING");
            assertThat(engine.run(PRINTED, TEA).status()).isEqualTo(RunStatus.WAITING);
            assertThatThrownBy(() -> engine.run(PRINTED, TEA)).isInstanceOf(RejectedRunException.class);
        }

        @Test
        void is_written_as_JSON_although_what_it_asks_about_cannot_be() {
            var flow = ToolFlow.define(
                    "odd",
                    Topic.class,
                    (f, topic) -> f.approve("ok", topic.map(t -> new Unwritable("x")), Answer.class));

            assertThat(engine.run(flow, TEA).toJson())
                    .contains("\"waiting\":[{\"id\":\"ok\",\"answerType\":\"Answer\"}]");
        }

        record Unwritable(String text) {
            @Override
            public String text() {
                throw new IllegalStateException("secret");
            }
        }

        @Test
        void keeps_its_id_to_itself() {
            try (var wide = ToolFlowEngine.create(mock)) {
                var options = RunOptions.defaults().id("mine");
                wide.run(PRINTED, TEA, options);

                assertThatThrownBy(() -> wide.run(PRINTED, TEA, options))
                        .isInstanceOf(RejectedRunException.class)
                        .hasMessageContaining("run 'mine' is under way or waits for a decision");
            }
        }

        @Test
        void is_given_up_when_its_engine_is_closed_and_goes_on_in_another() {
            var waiting = engine.run(PRINTED, TEA);
            engine.close();
            assertThatThrownBy(() -> engine.decide(waiting.runId(), "ok", ADA)).isInstanceOf(UnknownRunException.class);

            try (var other = ToolFlowEngine.create(mock)) {
                assertThat(other.resume(PRINTED, waiting).status()).isEqualTo(RunStatus.WAITING);
                assertThat(other.decide(waiting.runId(), "ok", ADA)
                                .result()
                                .join()
                                .status())
                        .isEqualTo(RunStatus.COMPLETED);
            }
            assertThat(mock.requests(WRITE)).hasSize(1);
        }

        @Test
        void does_not_hold_up_an_engine_that_lets_its_runs_end() {
            engine.run(PRINTED, TEA);

            engine.close(Duration.ofDays(1));
        }

        @Test
        void is_as_it_is_when_it_is_resumed_undecided() {
            var waiting = engine.run(PRINTED, TEA);

            assertThat(engine.resume(PRINTED, waiting)).isSameAs(waiting);
        }

        @Test
        void is_decided_once() {
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            run.result().join();
            run.decide("ok", ADA).result().join();

            assertThatThrownBy(() -> run.decide("ok", ADA))
                    .isInstanceOf(UnknownRunException.class)
                    .hasMessageContaining("is COMPLETED and asks nothing any more");
        }

        @Test
        void that_failed_after_the_decision_does_not_ask_again_when_it_is_resumed() {
            mock.on(PRINT).fail(new ToolCallException.Rejected("no paper"));
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            run.result().join();
            var failed = run.decide("ok", ADA).result().join();
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);

            assertThat(engine.resume(PRINTED, failed).output()).isEqualTo(CALM);
        }
    }

    @Nested
    class A_run_that_is_stopped_while_it_asks {
        @Test
        void is_cancelled_and_asks_nothing_any_more() {
            Gate asked = new Gate();
            mock.on(ApproveTest.BESIDE).answer(request -> {
                asked.open();
                new Gate().pass();
                return CALM;
            });
            FlowRun<Line> run = engine.start(PRINTED, TEA);
            asked.pass();
            run.cancel();

            var result = run.result().join();
            assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(result.waiting()).isEmpty();
            assertThat(List.of(StepStatus.CANCELLED, StepStatus.SKIPPED))
                    .contains(result.steps().get(1).status());
        }

        @Test
        void fails_with_the_step_beside_it_that_failed() {
            mock.on(ApproveTest.BESIDE).fail(new ToolCallException.Rejected("no"));

            var result = engine.run(PRINTED, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.waiting()).isEmpty();
        }
    }
}
