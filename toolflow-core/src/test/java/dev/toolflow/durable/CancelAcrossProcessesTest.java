package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FlowRun;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.UnknownRunException;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.ToolCallStep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CancelAcrossProcessesTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));
    private static final ToolFlow<Topic, Line> ASKS = ToolFlow.define("asks", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        var ok = flow.approve("ok", line, Boolean.class);
        return line.and(ok).map((l, yes) -> l);
    });

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    /** A call that is never answered; returns when it is asked. */
    private FlowRun<Line> inACall(ToolFlowEngine engine) {
        Gate asked = new Gate();
        processes.mock.on(WRITE).answer(request -> {
            asked.open();
            new Gate().pass();
            return CALM;
        });
        FlowRun<Line> run = engine.start(LINE, TEA, MINE);
        asked.pass();
        return run;
    }

    @Nested
    class A_run_that_is_cancelled_by_another_process {
        @Test
        void ends_where_it_is_under_way() {
            FlowRun<Line> run = inACall(processes.begin());

            processes.elsewhere().cancel("mine");

            assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.CANCELLED);
        }

        @Test
        void is_cancelled_at_once_when_it_waits_and_takes_no_decision_any_more() {
            processes.mock.on(WRITE).reply(CALM);
            ToolFlowEngine engine = processes.begin();
            engine.run(ASKS, TEA, MINE);

            processes.elsewhere().cancel("mine");

            assertThat(processes.phase("mine")).isEqualTo(RunPhase.CANCELLED);
            assertThatThrownBy(() -> engine.decide("mine", "ok", true))
                    .isInstanceOf(UnknownRunException.class)
                    .hasMessageContaining("run 'mine' is CANCELLED");
            assertThatThrownBy(() -> processes.elsewhere().decide(ASKS, "mine", "ok", true))
                    .isInstanceOf(UnknownRunException.class);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.CANCELLED);
            assertThat(engine.run(ASKS, TEA, MINE).status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void gives_its_place_in_the_engine_up_that_waited_with_it() {
            processes.mock.on(WRITE).answer(request -> CALM);
            RunStore quick = RunStore.memory(Clock.systemUTC(), Duration.ofMillis(300));
            try (ToolFlowEngine narrow =
                    processes.builder().runsAdmitted(1).store(quick).build()) {
                narrow.run(ASKS, TEA, MINE);
                assertThatThrownBy(() -> narrow.run(LINE, TEA)).isInstanceOf(RejectedRunException.class);

                narrow.runs().cancel("mine");

                await().ignoreException(RejectedRunException.class)
                        .until(() -> narrow.run(LINE, TEA).status() == RunStatus.COMPLETED);
            }
        }

        @Test
        void is_cancelled_at_once_when_its_owner_has_died() {
            Processes.Mortal first = processes.mortal();
            inACall(first.engine());
            first.dies();
            processes.leasesEnd();

            processes.elsewhere().cancel("mine");

            assertThat(processes.phase("mine")).isEqualTo(RunPhase.CANCELLED);
            assertThat(processes.begin().recover(List.of(LINE))).isEmpty();
        }

        @Test
        void is_cancelled_by_whoever_finds_it_when_its_owner_died_before_it_did_so() {
            Processes.Mortal first = processes.mortal();
            inACall(first.engine());
            first.dies();
            processes.elsewhere().cancel("mine");
            processes.leasesEnd();

            assertThat(processes.begin().recover(List.of(LINE))).isEmpty();

            assertThat(processes.phase("mine")).isEqualTo(RunPhase.CANCELLED);
            assertThat(processes.begin().run(LINE, TEA, MINE).status()).isEqualTo(RunStatus.CANCELLED);
        }

        @Test
        void stays_as_it_ended_when_it_had() {
            processes.mock.on(WRITE).reply(CALM);
            processes.begin().run(LINE, TEA, MINE);

            processes.elsewhere().cancel("mine");

            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
            assertThatThrownBy(() -> processes.elsewhere().cancel("yours")).isInstanceOf(UnknownRunException.class);
        }

        @Test
        void goes_on_when_it_is_resumed_all_the_same() {
            inACall(processes.begin()).cancel();
            await().until(() -> processes.phase("mine") == RunPhase.CANCELLED);
            processes.mock.on(WRITE).answer(request -> CALM);

            assertThat(processes.begin().resume(LINE, "mine").output()).isEqualTo(CALM);
        }
    }

    @Nested
    class An_engine_that_closes {
        @Test
        void leaves_its_runs_to_be_taken_up_at_once_without_counting_it_as_a_death() {
            ToolFlowEngine first = processes.begin();
            FlowRun<Line> run = inACall(first);
            first.close();
            assertThat(run.result().join().status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.RUNNING);
            assertThat(processes.record("mine").lease()).isNull();
            processes.mock.on(WRITE).answer(request -> CALM);

            List<FlowRun<?>> taken = processes.begin().recover(List.of(LINE));

            assertThat(taken).hasSize(1);
            ToolFlowResult<?> result = taken.get(0).result().join();
            assertThat(result.status()).as("%s", result.error()).isEqualTo(RunStatus.COMPLETED);
            assertThat(processes.lines()).isEqualTo(2);
            assertThat(processes.record("mine").recoveries()).isZero();
        }

        @Test
        void leaves_those_that_wait_waiting() {
            processes.mock.on(WRITE).reply(CALM);
            ToolFlowEngine first = processes.begin();
            first.run(ASKS, TEA, MINE);

            first.close();

            assertThat(processes.phase("mine")).isEqualTo(RunPhase.WAITING);
        }
    }
}
