package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.UnknownRunException;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ForkTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final StepDefinition<Topic, Line> ITEM = writing("item");
    private static final StepDefinition<Topic, Line> LEFT = writing("left");
    private static final StepDefinition<Topic, Line> WITHIN = writing("within");
    private static final StepDefinition<Topic, Line> ROUND = writing("round");
    private static final StepDefinition<Topic, Line> LAST = writing("last");
    private static final StepDefinition<Topic, Line> JUDGE = writing("judge");

    private static Topic of(Line line) {
        return new Topic(line.text());
    }

    private static final ToolFlow<Topic, Line> SUB =
            ToolFlow.define("sub-flow", Topic.class, (flow, topic) -> flow.step(WITHIN, topic));

    /** One after another: a judged step, items, a choice, a subflow, a loop that uses the first step, and a last step. */
    private static final ToolFlow<Topic, Line> ALL = ToolFlow.define("all", Topic.class, (flow, topic) -> {
        var first = flow.step(
                ToolCallStep.of(WRITE)
                        .audit(StepAudit.of(
                                ToolCallStep.of(JUDGE),
                                (Topic input, Line line) -> of(line),
                                kind -> Verdict.of(List.of()))),
                topic);
        var items = flow.each(ITEM, first.map(l -> List.of(of(l), new Topic("two"))));
        var chosen = flow.choose(
                items.map(all -> true),
                then -> then.step(LEFT, items.map(all -> of(all.get(0)))),
                otherwise -> otherwise.step(writing("right"), topic));
        var sub = flow.subflow("sub", SUB, chosen.map(ForkTest::of));
        var loop = flow.repeat(
                "loop",
                2,
                sub,
                (round, before) -> round.step(ROUND, before.and(first).map((b, f) -> of(b))),
                line -> line.text().endsWith(".."));
        return flow.step(LAST, loop.map(ForkTest::of));
    });

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private void answersAll() {
        for (StepDefinition<Topic, Line> step : List.of(WRITE, ITEM, LEFT, WITHIN, LAST)) {
            processes.mock.on(step).answer(request -> CALM);
        }
        processes.mock.on(JUDGE).answer(request -> CALM);
        processes.mock.on(ROUND).answer(request -> new Line(topicOf(request) + "."));
    }

    private ToolFlowResult<Line> completed() {
        answersAll();
        ToolFlowResult<Line> result = processes.begin().run(ALL, TEA, MINE);
        assertThat(result.status()).as("%s", result.error()).isEqualTo(RunStatus.COMPLETED);
        return result;
    }

    private static Set<String> forked(ToolFlowResult<?> result) {
        Set<String> ids = new TreeSet<>();
        for (StepResult<?> step : result.steps()) {
            for (Attempt<?> attempt : step.attempts()) {
                if (attempt.made().source() == Attempt.Made.Source.FORK) {
                    ids.add(step.id());
                    assertThat(attempt.made().calls()).isZero();
                }
            }
        }
        return ids;
    }

    @Nested
    class A_fork {
        @ParameterizedTest
        @CsvSource({
            "write_line, 9, 0",
            "write_line~judge, 9, 0",
            "item, 7, 2",
            "item[1], 7, 2",
            "left, 5, 4",
            "sub, 4, 5",
            "sub/within, 4, 5",
            "loop, 3, 6",
            "loop#2/round, 3, 6",
            "last, 1, 8",
        })
        void does_the_step_and_all_behind_it_anew_and_has_the_rest_for_nothing(String step, int anew, int kept) {
            ToolFlowResult<Line> source = completed();
            assertThat(processes.mock.requests()).hasSize(9);
            var stored = processes.stored("mine");

            FlowRun<Line> fork = processes.begin().forkFrom(ALL, "mine", step);
            ToolFlowResult<Line> result = fork.result().join();

            assertThat(result.status()).as("%s", result.error()).isEqualTo(RunStatus.COMPLETED);
            assertThat(processes.mock.requests()).hasSize(9 + anew);
            assertThat(forked(result)).hasSize(kept);
            assertThat(result.output()).isEqualTo(source.output());
            assertThat(result.steps()).hasSameSizeAs(source.steps());
            assertThat(fork.id()).isNotEqualTo("mine");
            assertThat(processes.record(fork.id()).run().forkedFrom()).isEqualTo("mine");
            assertThat(processes.stored("mine")).isEqualTo(stored);
            assertThat(result.usage().input()).isEqualTo(100L * anew);
        }

        @Test
        void is_kept_like_any_run_and_goes_on_after_a_death() {
            completed();
            Processes.Mortal mortal = processes.mortal(3);
            String id = mortal.engine()
                    .forkFrom(ALL, "mine", "last")
                    .result()
                    .join()
                    .runId();
            mortal.dies();
            processes.leasesEnd();

            ToolFlowResult<Line> result = processes.begin().resume(ALL, id);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(forked(result)).hasSize(8);
        }

        @Test
        void of_a_fork_keeps_what_that_kept() {
            completed();
            ToolFlowEngine engine = processes.begin();
            String first = engine.forkFrom(ALL, "mine", "last").result().join().runId();

            ToolFlowResult<Line> second =
                    engine.forkFrom(ALL, first, "loop").result().join();

            assertThat(forked(second)).hasSize(6);
            assertThat(second.status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void is_refused_for_a_step_or_run_that_is_not_there() {
            completed();
            ToolFlowEngine engine = processes.begin();

            assertThatThrownBy(() -> engine.forkFrom(ALL, "mine", "nothing"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("flow 'all' has no step 'nothing'; its steps are [write_line");
            assertThatThrownBy(() -> engine.forkFrom(ALL, "yours", "last")).isInstanceOf(UnknownRunException.class);
            assertThatThrownBy(() -> engine.forkFrom(SUB, "mine", "within")).isInstanceOf(InvalidFlowException.class);
            assertThat(engine.runs().list(dev.toolflow.run.RunQuery.all())).hasSize(1);
        }
    }

    @Nested
    class A_fork_of_a_run_under_way {
        @Test
        void has_what_was_accepted_by_then() {
            Gate asked = new Gate();
            Gate answered = new Gate();
            answersAll();
            processes.mock.on(ROUND).answer(request -> {
                asked.open();
                answered.pass();
                return new Line(topicOf(request) + "..");
            });
            FlowRun<Line> source = processes.begin().start(ALL, TEA, MINE);
            asked.pass();
            FlowRun<Line> fork = processes.begin().forkFrom(ALL, "mine", "last");
            answered.open();

            assertThat(forked(fork.result().join())).contains("write_line", "item[0]", "left", "sub/within");
            assertThat(source.result().join().status()).isEqualTo(RunStatus.COMPLETED);
        }
    }
}
