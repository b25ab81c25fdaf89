package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.InvalidInputException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.UnknownRunException;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.StepDefinition;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApprovalsAcrossProcessesTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> PRINT = Lines.writing("print");

    record Answer(@NotBlank String by) {}

    record OtherAnswer(String by, String when) {}

    private static <A> ToolFlow<Topic, Line> asking(Class<A> answer) {
        return ToolFlow.define("printed", Topic.class, (flow, topic) -> {
            var line = flow.step(WRITE, topic);
            var ok = flow.approve("ok", line, answer);
            return flow.step(PRINT, line.and(ok).map((l, by) -> new Topic(l.text() + ' ' + by)));
        });
    }

    private static final ToolFlow<Topic, Line> PRINTED = asking(Answer.class);

    private final Processes processes = new Processes();

    @BeforeEach
    void answer() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(PRINT).answer(request -> new Line("printed"));
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private void waitsInAClosedEngine() {
        ToolFlowEngine first = processes.begin();
        assertThat(first.run(PRINTED, TEA, MINE).status()).isEqualTo(RunStatus.WAITING);
        first.close();
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.WAITING);
        assertThat(processes.elsewhere().asked("mine")).containsExactly("ok");
    }

    @Nested
    class A_run_that_waited_in_a_process_that_is_gone {
        @Test
        void goes_on_by_a_decision_of_another_process_when_it_is_recovered() {
            waitsInAClosedEngine();
            ToolFlowEngine second = processes.begin();
            assertThat(second.recover(List.of(PRINTED))).isEmpty();
            processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Ada"));

            List<FlowRun<?>> taken = second.recover(List.of(PRINTED));

            assertThat(taken).extracting(FlowRun::id).containsExactly("mine");
            assertThat(taken.get(0).result().join().outputIfPresent()).isPresent();
            assertThat(processes.mock.requests()).hasSize(2);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        }

        @Test
        void goes_on_when_it_is_resumed_and_asks_again_when_nobody_decided() {
            waitsInAClosedEngine();
            ToolFlowResult<Line> asks = processes.begin().resume(PRINTED, "mine");
            assertThat(asks.status()).isEqualTo(RunStatus.WAITING);
            processes.close();
            processes.elsewhere().decideJson(PRINTED, "mine", "ok", "{\"by\":\"Ada\"}");

            assertThat(processes.begin().resume(PRINTED, "mine").output()).isEqualTo(new Line("printed"));
            assertThat(processes.mock.requests()).hasSize(2);
        }

        @Test
        void died_after_it_was_decided_and_goes_on_without_asking_again() {
            Processes.Mortal first = processes.mortal();
            first.engine().run(PRINTED, TEA, MINE);
            first.dies();
            processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Ada"));

            assertThat(processes.begin().run(PRINTED, TEA, MINE).output()).isEqualTo(new Line("printed"));
        }

        @Test
        void is_refused_when_the_answer_is_of_another_type_by_now() {
            waitsInAClosedEngine();
            processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Ada"));
            var before = processes.stored("mine");

            assertThatThrownBy(() -> processes.begin().resume(asking(OtherAnswer.class), "mine"))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("the decision on 'ok' is no OtherAnswer");
            assertThat(processes.stored("mine")).isEqualTo(before);
        }
    }

    @Nested
    class A_decision {
        @Test
        @SuppressWarnings("NullAway")
        void must_be_there() {
            waitsInAClosedEngine();

            assertThatThrownBy(() -> processes.elsewhere().decide(PRINTED, "mine", "ok", null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("answer");
        }

        @Test
        void is_acted_on_by_the_engine_in_which_the_run_waits() {
            processes.begin().run(PRINTED, TEA, MINE);

            processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Ada"));

            await().until(() -> processes.phase("mine") == RunPhase.COMPLETED);
            assertThat(processes.mock.requests()).hasSize(2);
        }

        @Test
        void is_acted_on_while_the_run_is_under_way_elsewhere() {
            Gate decided = new Gate();
            StepDefinition<Topic, Line> beside = Lines.writing("beside");
            processes.mock.on(beside).answer(request -> {
                decided.pass();
                return CALM;
            });
            ToolFlow<Topic, Line> both = ToolFlow.define("both", Topic.class, (flow, topic) -> {
                var slow = flow.step(beside, topic);
                var ok = flow.approve("ok", topic, Answer.class);
                var printed = flow.step(PRINT, ok.map(by -> new Topic(by.by())));
                return slow.and(printed).map((s, p) -> p);
            });
            FlowRun<Line> run = processes.begin().start(both, TEA, MINE);

            processes.elsewhere().decide(both, "mine", "ok", new Answer("Ada"));

            await().until(() -> processes.mock.requests(PRINT).size() == 1);
            decided.open();
            assertThat(run.result().join().output()).isEqualTo(new Line("printed"));
        }

        @Test
        void holds_once() {
            waitsInAClosedEngine();
            processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Ada"));

            assertThatThrownBy(() -> processes.elsewhere().decide(PRINTED, "mine", "ok", new Answer("Bob")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("decided already; the first decision holds");
            processes.begin().resume(PRINTED, "mine");
            assertThat(Lines.topicOf(processes.mock.requests(PRINT).get(0))).contains("Ada");
        }

        @Test
        void is_refused_when_it_is_no_answer_and_the_right_one_is_taken_afterwards() {
            waitsInAClosedEngine();
            var elsewhere = processes.elsewhere();

            for (String wrong : List.of("{\"by\":1}", "{}", "{\"by\":\"Ada\",\"x\":1}", "not JSON", "null", "")) {
                assertThatThrownBy(() -> elsewhere.decideJson(PRINTED, "mine", "ok", wrong))
                        .as(wrong)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("approval 'ok' takes JSON of Answer");
            }
            assertThatThrownBy(() -> elsewhere.decideJson(PRINTED, "mine", "ok", "{\"by\":\" \"}"))
                    .isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> elsewhere.decide(PRINTED, "mine", "ok", "Ada"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> elsewhere.decide(PRINTED, "mine", "no", new Answer("Ada")))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> elsewhere.decide(PRINTED, "yours", "ok", new Answer("Ada")))
                    .isInstanceOf(UnknownRunException.class);
            elsewhere.decideJson(PRINTED, "mine", "ok", "{\"by\":\"Ada\"}");

            assertThat(processes.begin().resume(PRINTED, "mine").status()).isEqualTo(RunStatus.COMPLETED);
        }
    }
}
