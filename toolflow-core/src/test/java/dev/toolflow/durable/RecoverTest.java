package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
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
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuarantinedException;
import dev.toolflow.run.RunStore;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecoverTest {
    private static final StepDefinition<Topic, Line> SIGN = Lines.writing("sign");
    private static final ToolFlow<Topic, Line> SIGNED = ToolFlow.define("signed", Topic.class, (flow, topic) -> {
        var line = flow.step(WRITE, topic);
        return flow.step(SIGN, line.map(l -> new Topic(l.text())));
    });

    private final Processes processes = new Processes();

    @BeforeEach
    void answer() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.mock.on(SIGN).answer(request -> CALM);
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private static RunOptions id(String id) {
        return RunOptions.defaults().id(id);
    }

    @Nested
    class Recovering {
        @Test
        void takes_up_the_runs_of_several_flows_whose_process_has_died() {
            processes.dead(ONE_LINE, "a");
            processes.dead(SIGNED, "b");
            processes.dead(ONE_LINE, "c");
            processes.begin().run(ONE_LINE, TEA, id("done"));
            processes.leasesEnd();

            assertThat(Processes.ids(processes.begin().recover(List.of(ONE_LINE, SIGNED))))
                    .containsExactly("a", "b", "c");
            assertThat(List.of("a", "b", "c")).extracting(processes::phase).containsOnly(RunPhase.COMPLETED);
            assertThat(processes.begin().recover(List.of(ONE_LINE, SIGNED))).isEmpty();
        }

        @Test
        void leaves_what_has_a_living_owner_and_what_is_of_another_flow() {
            Gate answered = new Gate();
            processes.mock.on(SIGN).answer(request -> {
                answered.pass();
                return CALM;
            });
            ToolFlowEngine living = processes.begin();
            FlowRun<Line> run = living.start(SIGNED, TEA, id("living"));
            processes.dead(ONE_LINE, "other");

            assertThat(processes.begin().recover(List.of(SIGNED))).isEmpty();
            assertThat(living.recover(List.of(SIGNED))).isEmpty();
            answered.open();
            assertThat(run.result().join().output()).isEqualTo(CALM);
        }

        @Test
        void takes_up_what_is_left_by_the_stores_clock_though_the_engines_is_behind() {
            processes.dead(ONE_LINE, "a");
            processes.leasesEnd();

            assertThat(Processes.ids(at("2025-01-01", processes.store).recover(List.of(ONE_LINE))))
                    .containsExactly("a");
        }

        @Test
        void does_not_look_at_what_has_a_lease_by_the_stores_clock_though_the_engines_is_ahead() {
            processes.dead(ONE_LINE, "a");
            List<String> asked = new CopyOnWriteArrayList<>();
            RunStore seen = SeenCalls.of(processes.store, (method, arguments) -> asked.add(method));

            assertThat(at("2027-01-01", seen).recover(List.of(ONE_LINE))).isEmpty();
            assertThat(asked).contains("list").doesNotContain("load", "claim");
        }

        /** An engine whose clock is another than the store's. */
        private ToolFlowEngine at(String day, RunStore store) {
            Clock clock = Clock.fixed(Instant.parse(day + "T00:00:00Z"), ZoneOffset.UTC);
            return processes.begin(processes.builder().clock(clock).store(store));
        }

        @Test
        void does_not_repeat_what_was_accepted() {
            Processes.Mortal mortal = processes.mortal(4);
            mortal.engine().run(SIGNED, TEA, id("mine"));
            processes.leasesEnd();

            processes.begin().recover(List.of(SIGNED)).get(0).result().join();

            assertThat(processes.lines()).isEqualTo(1);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        }

        @Test
        void goes_past_a_run_that_fits_its_flow_no_more() {
            ToolFlow<Topic, Line> was = ToolFlow.define("signed", Topic.class, (flow, topic) -> {
                var line = flow.step(WRITE, topic);
                var more = flow.step(ToolCallStep.of(WRITE).as("more"), line.map(l -> new Topic(l.text())));
                return flow.step(SIGN, more.map(l -> new Topic(l.text())));
            });
            Processes.Mortal mortal = processes.mortal(6);
            mortal.engine().run(was, TEA, id("broken"));
            processes.dead(SIGNED, "a");
            processes.dead(SIGNED, "z");
            processes.leasesEnd();
            var broken = processes.stored("broken");

            assertThat(Processes.ids(processes.begin().recover(List.of(SIGNED))))
                    .containsExactly("a", "z");
            assertThat(processes.stored("broken")).isEqualTo(broken);
        }

        @Test
        void goes_past_a_run_whose_tenant_is_refused_by_now() {
            Processes.Mortal mortal = processes.mortal(1);
            mortal.engine().run(ONE_LINE, TEA, id("b").tenant("gone"));
            processes.dead(ONE_LINE, "a");
            processes.dead(ONE_LINE, "c");
            processes.leasesEnd();
            try (ToolFlowEngine engine = processes
                    .builder()
                    .tenants(name -> {
                        throw new IllegalStateException("no such tenant any more");
                    })
                    .store(processes.store)
                    .build()) {
                assertThat(Processes.ids(engine.recover(List.of(ONE_LINE)))).containsExactly("a", "c");
            }
            assertThat(processes.phase("b")).isEqualTo(RunPhase.RUNNING);
        }

        @Test
        void takes_up_as_many_as_the_engine_admits_and_the_rest_the_next_time() {
            processes.dead(ONE_LINE, "a");
            processes.dead(ONE_LINE, "b");
            processes.leasesEnd();
            Gate answered = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                answered.pass();
                return CALM;
            });
            ToolFlowEngine narrow = processes.narrow();
            List<FlowRun<?>> first = narrow.recover(List.of(ONE_LINE));
            assertThat(first).hasSize(1);
            answered.open();
            first.get(0).result().join();

            assertThat(Processes.ids(narrow.recover(List.of(ONE_LINE)))).hasSize(1);
            assertThat(List.of("a", "b")).extracting(processes::phase).containsOnly(RunPhase.COMPLETED);
        }

        @Test
        void is_refused_by_an_engine_that_is_closed() {
            ToolFlowEngine engine = processes.begin();
            engine.close();

            assertThatThrownBy(() -> engine.recover(List.of(ONE_LINE))).isInstanceOf(RejectedRunException.class);
        }
    }

    @Nested
    class A_run_that_ends_its_owners {
        private void dieAgain() {
            processes.leasesEnd();
            Processes.Mortal mortal = processes.mortal(1);
            mortal.engine()
                    .recover(List.of(ONE_LINE))
                    .forEach(run -> run.result().join());
            mortal.dies();
        }

        @Test
        void is_quarantined_after_five_recoveries_and_goes_on_when_it_is_released() {
            processes.dead(ONE_LINE, "mine");
            for (int i = 0; i < 5; i++) {
                dieAgain();
                assertThat(processes.phase("mine")).isEqualTo(RunPhase.RUNNING);
            }
            processes.leasesEnd();

            ToolFlowEngine engine = processes.begin();
            assertThat(engine.recover(List.of(ONE_LINE))).isEmpty();
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.QUARANTINED);
            assertThatThrownBy(() -> engine.resume(ONE_LINE, "mine")).isInstanceOf(RunQuarantinedException.class);
            assertThatThrownBy(() -> engine.run(ONE_LINE, TEA, id("mine"))).isInstanceOf(RunQuarantinedException.class);
            assertThat(engine.recover(List.of(ONE_LINE))).isEmpty();
            engine.runs().unquarantine("mine");

            assertThat(Processes.ids(engine.recover(List.of(ONE_LINE)))).containsExactly("mine");
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        }

        @Test
        void is_not_quarantined_while_it_gets_on() {
            Processes.Mortal first = processes.mortal(4);
            first.engine().run(SIGNED, TEA, id("mine"));

            assertThat(processes.record("mine").recoveries()).isZero();
            assertThat(processes.stored("mine").steps()).hasSize(1);
            processes.leasesEnd();
            assertThat(Processes.ids(processes.begin().recover(List.of(SIGNED))))
                    .containsExactly("mine");
            assertThat(processes.begin().run(SIGNED, TEA, id("mine")).status()).isEqualTo(RunStatus.COMPLETED);
        }
    }
}
