package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RejectedRunException;
import dev.toolflow.RunOptions;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForkFaultsTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));

    private final Processes processes = new Processes();

    @BeforeEach
    void complete() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.begin().run(LINE, TEA, MINE);
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private List<String> runs() {
        return processes.store.list(RunQuery.all()).stream().map(RunRecord::id).toList();
    }

    @Nested
    class A_fork_whose_process_dies_before_it_has_taken_anything_over {
        @Test
        void is_not_taken_for_a_run_that_begins_anew() {
            assertThatThrownBy(() -> processes.mortal(1).engine().forkFrom(LINE, "mine", "write_line"))
                    .isInstanceOf(RunStoreException.class);
            processes.leasesEnd();
            String fork = runs().get(0);
            ToolFlowEngine engine = processes.begin();

            assertThat(engine.recover(List.of(LINE))).isEmpty();
            assertThatThrownBy(() -> engine.resume(LINE, fork))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("fork that run again, and cancel this one");
            engine.runs().cancel(fork);
            assertThat(processes.phase(fork)).isEqualTo(RunPhase.CANCELLED);
            assertThat(processes.lines()).isEqualTo(1);
        }
    }

    @Nested
    class A_fork_that_the_engine_does_not_take {
        @Test
        void leaves_nothing_in_the_store() {
            Gate answered = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                answered.pass();
                return CALM;
            });
            ToolFlowEngine narrow = processes.narrow();
            FlowRun<Line> other = narrow.start(LINE, TEA, RunOptions.defaults().id("other"));

            assertThatThrownBy(() -> narrow.forkFrom(LINE, "mine", "write_line"))
                    .isInstanceOf(RejectedRunException.class);
            answered.open();
            other.result().join();
            narrow.close();
            assertThatThrownBy(() -> narrow.forkFrom(LINE, "mine", "write_line"))
                    .isInstanceOf(RejectedRunException.class);
            assertThat(runs()).containsExactlyInAnyOrder("mine", "other");
        }
    }
}
