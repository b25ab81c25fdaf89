package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.InvalidFlowException;
import dev.toolflow.InvalidInputException;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.RunWorker;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunConflictException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));
    private static final ToolFlow<Topic, Line> ASKS = ToolFlow.define("asks", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        var ok = flow.approve("ok", line, Boolean.class);
        return line.and(ok).map((l, yes) -> l);
    });

    private final Processes processes = new Processes();

    private final List<RunWorker> workers = new ArrayList<>();

    @AfterEach
    void closeAll() {
        workers.forEach(RunWorker::close);
        processes.close();
    }

    private void works(ToolFlowEngine engine) {
        workers.add(engine.worker(List.of(ASKS, LINE), 2));
    }

    private void completes(String id) {
        await().until(() -> processes.phase(id) == RunPhase.COMPLETED);
    }

    @Nested
    class A_submitted_run {
        @Test
        void waits_for_a_worker_of_any_process_and_is_done_once() {
            processes.mock.on(WRITE).answer(request -> CALM);
            ToolFlowEngine web = processes.begin();
            List<String> ids = IntStream.range(0, 20)
                    .mapToObj(i -> web.submit(LINE, TEA, RunOptions.defaults().id("run-" + i)))
                    .toList();
            assertThat(ids).extracting(processes::phase).containsOnly(RunPhase.SUBMITTED);
            assertThat(processes.lines()).isZero();

            works(processes.begin());
            works(processes.begin());
            ids.forEach(WorkersTest.this::completes);
            assertThat(processes.lines()).isEqualTo(20);
            assertThat(web.run(LINE, TEA, RunOptions.defaults().id("run-7")).output())
                    .isEqualTo(CALM);
        }

        @Test
        void is_the_same_run_when_it_is_submitted_again_and_refused_with_another_input() {
            processes.mock.on(WRITE).answer(request -> CALM);
            ToolFlowEngine web = processes.begin();
            assertThat(web.submit(LINE, TEA, MINE)).isEqualTo("mine");
            assertThat(processes.begin().submit(LINE, TEA, MINE)).isEqualTo("mine");
            assertThatThrownBy(() -> web.submit(LINE, new Topic("coffee"), MINE))
                    .isInstanceOf(RunConflictException.class);
            works(processes.begin());
            completes("mine");
            web.submit(LINE, TEA, MINE);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
            assertThat(processes.lines()).isEqualTo(1);
        }

        @Test
        void is_refused_when_no_worker_could_do_it() {
            ToolFlowEngine web = processes.begin();
            ToolFlow<Topic, Object> untyped =
                    ToolFlow.define("untyped", Topic.class, (flow, topic) -> flow.local("any", topic, t -> (Object) t));

            assertThatThrownBy(() -> web.submit(LINE, new Topic(" "), MINE)).isInstanceOf(InvalidInputException.class);
            assertThatThrownBy(() -> web.submit(untyped, TEA, MINE)).isInstanceOf(InvalidFlowException.class);
            assertThat(processes.store.find("mine")).isEmpty();
            web.close();
            assertThatThrownBy(() -> web.submit(LINE, TEA, MINE)).isInstanceOf(RejectedRunException.class);
        }

        @Test
        void is_done_by_whoever_starts_it_when_no_worker_came() {
            processes.mock.on(WRITE).reply(CALM);
            processes.begin().submit(LINE, TEA, MINE);

            assertThat(processes.begin().run(LINE, TEA, MINE).output()).isEqualTo(CALM);
        }
    }

    @Nested
    class When_a_worker_dies {
        @Test
        void another_goes_on_with_its_run_and_repeats_nothing_but_the_call_in_flight() {
            Gate asked = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                if (processes.lines() == 1) {
                    asked.open();
                    new Gate().pass();
                }
                return CALM;
            });
            Processes.Mortal first = processes.mortal();
            first.engine().submit(LINE, TEA, MINE);
            works(first.engine());
            asked.pass();
            first.store().die();
            processes.leasesEnd();

            works(processes.begin());
            first.engine().close();
            completes("mine");
            assertThat(processes.lines()).isEqualTo(2);
        }
    }

    @Nested
    class A_worker {
        @Test
        void does_not_take_a_run_of_a_flow_that_it_does_not_have_from_those_that_do() {
            processes.mock.on(WRITE).answer(request -> CALM);
            processes.begin().submit(LINE, TEA, MINE);

            workers.add(processes.begin().worker(List.of(ASKS), 1));
            works(processes.begin());
            completes("mine");
        }

        @Test
        void is_refused_two_flows_of_one_name() {
            assertThatThrownBy(() -> processes.begin().worker(List.of(LINE, flowOf(ToolCallStep.of(WRITE))), 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two flows are named 'one-line'");
        }

        @Test
        void holds_no_place_for_a_run_that_waits_and_is_woken_by_its_decision() {
            processes.mock.on(WRITE).answer(request -> CALM);
            ToolFlowEngine narrow = processes.narrow();
            works(narrow);
            narrow.submit(ASKS, TEA, MINE);
            await().until(() -> processes.phase("mine") == RunPhase.WAITING);
            narrow.submit(LINE, TEA, RunOptions.defaults().id("beside"));
            completes("beside");

            processes.elsewhere().decide(ASKS, "mine", "ok", true);

            completes("mine");
            assertThat(processes.lines()).isEqualTo(2);
        }

        @Test
        void takes_up_what_its_engine_left_when_it_was_closed_first() {
            Gate asked = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                if (processes.lines() == 1) {
                    asked.open();
                    new Gate().pass();
                }
                return CALM;
            });
            ToolFlowEngine closed = processes.begin();
            closed.submit(LINE, TEA, MINE);
            works(closed);
            asked.pass();
            closed.close();

            works(processes.begin());
            completes("mine");
            assertThat(processes.begin().run(LINE, TEA, MINE).status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void ends_with_its_engine() {
            ToolFlowEngine closed = processes.begin();
            works(closed);
            assertThat(atWork()).isTrue();

            closed.close();

            await().until(() -> !atWork());
        }

        private static boolean atWork() {
            return Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().startsWith("toolflow-worker-"));
        }
    }
}
