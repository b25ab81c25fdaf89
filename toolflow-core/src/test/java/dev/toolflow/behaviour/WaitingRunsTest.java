package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ApproveTest.PRINT;
import static dev.toolflow.behaviour.ApproveTest.PRINTED;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.Approval;
import dev.toolflow.FanOut;
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
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitingRunsTest {
    private static final Answer ADA = new Answer("Ada");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine =
            ToolFlowEngine.builder(mock).runsAdmitted(1).build();

    @BeforeEach
    void answer() {
        mock.on(WRITE).answer(request -> CALM);
        mock.on(ApproveTest.BESIDE).answer(request -> CALM);
        mock.on(PRINT).answer(request -> CALM);
    }

    @AfterEach
    void closeTheEngine() {
        engine.close();
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
    class A_step_that_failed_before_the_decision {
        @Test
        void is_not_paid_for_again_unless_the_run_is_resumed() {
            ToolFlow<Topic, Line> beside = ToolFlow.define("beside", Topic.class, (flow, topic) -> {
                flow.step(ToolCallStep.of(PRINT).onFailure(OnFailure.CONTINUE), topic);
                var ok = flow.approve("ok", topic, Answer.class);
                return flow.step(WRITE, ok.map(by -> new Topic(by.by())));
            });
            mock.on(PRINT).answer(request -> {
                throw new ToolCallException.Rejected("no paper");
            });
            FlowRun<Line> run = engine.start(beside, TEA);
            run.result().join();

            var decided = run.decide("ok", ADA).result().join();

            assertThat(decided.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(decided.step(PRINT).status()).isEqualTo(StepStatus.FAILED);
            assertThat(mock.requests(PRINT)).hasSize(1);
            engine.resume(beside, decided);
            assertThat(mock.requests(PRINT)).hasSize(2);
        }
    }

    @Nested
    class Several_questions {
        private final ToolFlow<Topic, Integer> many = ToolFlow.define("many", Topic.class, (flow, topic) -> {
            var a = flow.approve("a", topic, Integer.class);
            var b = flow.approve("b", topic, Integer.class);
            var c = flow.approve("c", a.and(b).map(Integer::sum), Integer.class);
            return a.and(b).and(c).map((x, y, z) -> x + y + z);
        });

        @Test
        void are_decided_in_any_order_and_the_next_is_asked_of_what_was_answered() {
            var waiting = engine.run(many, TEA);
            assertThat(waiting.waiting()).extracting(Approval::id).containsExactly("a", "b");

            var second = engine.decide(waiting.runId(), "b", 20).result().join();
            assertThat(second.waiting()).extracting(Approval::id).containsExactly("a");
            var third = engine.decide(waiting.runId(), "a", 1).result().join();
            assertThat(third.waiting()).containsExactly(new Approval("c", 21, Integer.class));

            assertThat(engine.decide(waiting.runId(), "c", 300).result().join().outputIfPresent())
                    .isEqualTo(Optional.of(321));
        }

        @RepeatedTest(50)
        void are_decided_at_once_by_many_threads_and_none_is_lost() {
            FlowRun<Integer> run = engine.start(many, TEA);
            run.result().join();

            CompletableFuture<?>[] deciders = IntStream.range(0, 2)
                    .mapToObj(i -> CompletableFuture.runAsync(() -> run.decide(i == 0 ? "a" : "b", i + 1)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(deciders).join();
            FlowRun<Integer> last = org.awaitility.Awaitility.await()
                    .ignoreException(IllegalStateException.class)
                    .until(() -> run.decide("c", 7), decided -> true);

            assertThat(last.result().join().outputIfPresent()).hasValue(10);
        }
    }

    @Nested
    class A_question_within {
        @Test
        void a_loop_is_asked_in_each_round_under_the_rounds_number() {
            var flow = ToolFlow.define(
                    "loop",
                    Topic.class,
                    (steps, topic) -> steps.repeat(
                            "loop",
                            3,
                            topic.map(t -> false),
                            (round, last) -> {
                                var line = round.step(WRITE, topic);
                                return round.approve("ok", line, Boolean.class);
                            },
                            ok -> ok));

            var first = engine.run(flow, TEA);
            assertThat(first.waiting()).containsExactly(new Approval("loop#1/ok", CALM, Boolean.class));
            assertThat(ApproveTest.lines(first))
                    .containsExactly("loop WAITING", "loop#1/write_line COMPLETED", "loop#1/ok WAITING");
            var second =
                    engine.decide(first.runId(), "loop#1/ok", false).result().join();
            assertThat(second.waiting()).extracting(Approval::id).containsExactly("loop#2/ok");
            var third = engine.decide(first.runId(), "loop#2/ok", true).result().join();

            assertThat(third.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(WRITE)).hasSize(2);
        }

        @Test
        void a_subflow_or_a_branch_is_asked_too() {
            var flow = ToolFlow.define(
                    "around",
                    Topic.class,
                    (steps, topic) -> steps.choose(
                            topic.map(t -> true),
                            then -> then.subflow("sub", PRINTED, topic),
                            otherwise -> otherwise.step(WRITE, topic)));

            var waiting = engine.run(flow, TEA);
            assertThat(waiting.waiting()).extracting(Approval::id).containsExactly("sub/ok");
            assertThat(waiting.steps().get(0).status()).isEqualTo(StepStatus.WAITING);

            assertThat(engine.decide(waiting.runId(), "sub/ok", ADA)
                            .result()
                            .join()
                            .outputIfPresent())
                    .isEqualTo(Optional.of(CALM));
        }
    }

    @Nested
    class Questions_within_items {
        private final ToolFlow<Topic, String> asked = ToolFlow.define("asked", Topic.class, (flow, topic) -> {
            var ok = flow.approve("ok", topic, Boolean.class);
            return topic.and(ok).map((t, yes) -> t.text() + "=" + yes);
        });

        @Test
        void are_asked_side_by_side_and_those_decided_stay_decided() {
            var flow = ToolFlow.define(
                    "items",
                    Lines.Topics.class,
                    (steps, topics) -> steps.each("item", asked, topics.map(Lines.Topics::each), FanOut.unbounded()));

            var waiting = engine.run(flow, new Lines.Topics(List.of("a", "b")));
            assertThat(waiting.waiting()).extracting(Approval::id).containsExactly("item[0]/ok", "item[1]/ok");
            assertThat(ApproveTest.lines(waiting)).contains("item[0] WAITING", "item[0]/ok WAITING");
            var next =
                    engine.decide(waiting.runId(), "item[1]/ok", true).result().join();
            assertThat(next.waiting()).extracting(Approval::id).containsExactly("item[0]/ok");

            assertThat(engine.decide(waiting.runId(), "item[0]/ok", false)
                            .result()
                            .join()
                            .outputIfPresent())
                    .isEqualTo(Optional.of(List.of("a=false", "b=true")));
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
