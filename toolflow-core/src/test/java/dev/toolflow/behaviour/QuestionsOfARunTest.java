package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ApproveTest.PRINT;
import static dev.toolflow.behaviour.ApproveTest.PRINTED;
import static dev.toolflow.behaviour.AskingEngine.ADA;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.Approval;
import dev.toolflow.FanOut;
import dev.toolflow.FlowRun;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.ApproveTest.Answer;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuestionsOfARunTest {
    private final AskingEngine asking = new AskingEngine();
    private final MockOpenAiToolService mock = asking.mock;
    private final ToolFlowEngine engine = asking.engine;

    @AfterEach
    void closeTheEngine() {
        asking.close();
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
}
