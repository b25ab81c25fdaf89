package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.FlowRun;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.ItemFailure;
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
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.Budget;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResumeByIdTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));
    private static final ToolFlow<Topic, Line> TWO = ToolFlow.define("two", Topic.class, (flow, topic) -> {
        var first = flow.step(ToolCallStep.of(WRITE).as("first"), topic);
        return flow.step(ToolCallStep.of(WRITE).as("second"), first.map(line -> new Topic(line.text())));
    });

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    @Nested
    class A_run_that_cannot_be_resumed {
        @Test
        void is_one_that_the_store_does_not_have() {
            assertThatThrownBy(() -> processes.begin().resume(LINE, "nobody's\n"))
                    .isInstanceOf(UnknownRunException.class)
                    .hasMessageContaining("is not in the store")
                    .hasMessageNotContaining("\n");
        }

        @Test
        void is_one_of_another_flow() {
            processes.mock.on(WRITE).reply(CALM);
            processes.begin().run(LINE, TEA, MINE);

            assertThatThrownBy(() -> processes.begin().resume(TWO, "mine"))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("run mine is one of another flow, 'one-line'");
        }

        @Test
        void is_one_under_way_in_the_same_engine_or_another() {
            Gate answered = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                answered.pass();
                return CALM;
            });
            ToolFlowEngine engine = processes.begin();
            FlowRun<Line> run = engine.start(LINE, TEA, MINE);

            assertThatThrownBy(() -> engine.resume(LINE, "mine"))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining("is under way in this engine already");
            assertThatThrownBy(() -> processes.begin().resume(LINE, "mine"))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining("run 'mine' belongs to ")
                    .hasMessageContaining(" until ");
            answered.open();
            assertThat(run.result().join().output()).isEqualTo(CALM);
            assertThat(engine.resume(LINE, "mine").output()).isEqualTo(CALM);
            assertThat(processes.lines()).isEqualTo(1);
        }
    }

    @Nested
    class A_run_that_failed {
        @Test
        void goes_on_with_what_was_accepted_and_its_earlier_attempts_count() {
            processes
                    .mock
                    .on(WRITE)
                    .reply(CALM, TOO_LONG)
                    .fail(new ToolCallException.Rejected("no"))
                    .reply(new Line("done"));
            ToolFlow<Topic, Line> flow = ToolFlow.define("retried", Topic.class, (steps, topic) -> {
                var first = steps.step(ToolCallStep.of(WRITE).as("first"), topic);
                return steps.step(
                        ToolCallStep.of(WRITE).as("second").maxRetries(1), first.map(line -> new Topic(line.text())));
            });
            ToolFlowResult<Line> failed = processes.begin().run(flow, TEA, MINE);
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.FAILED);

            ToolFlowResult<Line> resumed = processes.begin().resume(flow, "mine");

            assertThat(resumed.output()).isEqualTo(new Line("done"));
            assertThat(resumed.step("first", WRITE)).isEqualTo(failed.step("first", WRITE));
            assertThat(resumed.step("second", WRITE).attempts()).hasSize(3);
            assertThat(resumed.usage())
                    .isEqualTo(failed.usage()
                            .plus(resumed.step("second", WRITE)
                                    .attempts()
                                    .get(2)
                                    .made()
                                    .usage()));
            assertThat(processes.lines()).isEqualTo(4);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        }

        @Test
        void can_be_resumed_by_its_result_only_until_another_process_went_on_with_it() {
            processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no")).reply(CALM);
            ToolFlowEngine first = processes.begin();
            ToolFlowResult<Line> failed = first.run(LINE, TEA, MINE);
            processes.begin().resume(LINE, "mine");

            assertThatThrownBy(() -> first.resume(LINE, failed))
                    .isInstanceOf(RunLeasedException.class)
                    .hasMessageContaining("went on elsewhere since; resume it by its id");
            assertThat(first.resume(LINE, "mine").output()).isEqualTo(CALM);
            assertThat(processes.lines()).isEqualTo(2);
            assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        }

        @Test
        void is_resumed_by_the_result_that_another_engine_found() {
            processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no")).reply(CALM);
            processes.begin().run(LINE, TEA, MINE);
            ToolFlowEngine other = processes.begin();
            ToolFlowResult<Line> found = other.run(LINE, TEA, MINE);
            assertThat(found.status()).isEqualTo(RunStatus.FAILED);

            assertThat(other.resume(LINE, found).output()).isEqualTo(CALM);
        }
    }

    @Nested
    class A_run_over_its_budget {
        @Test
        void goes_on_with_another_and_without_one_stays_where_it_was() {
            processes.mock.on(WRITE).answer(request -> CALM);
            RunOptions oneCall = MINE.budget(Budget.unlimited().calls(1));
            assertThat(processes.begin().run(TWO, TEA, oneCall).status()).isEqualTo(RunStatus.OVER_BUDGET);

            assertThat(processes.begin().resume(TWO, "mine").status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(processes.lines()).isEqualTo(1);
            ToolFlowResult<Line> enough =
                    processes.begin().resume(TWO, "mine", Budget.unlimited().calls(1));

            assertThat(enough.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(processes.lines()).isEqualTo(2);
        }
    }

    @Nested
    class A_run_that_ended_in_part {
        @Test
        void tries_again_what_failed_and_keeps_what_was_made_without_it() {
            processes.mock.on(WRITE).answer(request -> CALM);
            var item = Lines.writing("item");
            processes.mock.on(item).answer(request -> {
                if (Lines.topicOf(request).equals("b")
                        && processes.mock.requests().size() < 4) {
                    throw new ToolCallException.Rejected("no");
                }
                return new Line(Lines.topicOf(request));
            });
            ToolFlow<Topics, Line> flow = ToolFlow.define("items", Topics.class, (steps, topics) -> {
                var items = steps.each(
                        item,
                        topics.map(t -> t.texts().stream().map(Topic::new).toList()),
                        FanOut.atMost(1).onItemFailure(ItemFailure.SKIP));
                return steps.step(WRITE, items.map(made -> new Topic("of " + made.size())));
            });
            Topics topics = new Topics(List.of("a", "b", "c"));
            ToolFlowResult<Line> part = processes.begin().run(flow, topics, MINE);
            assertThat(part.status()).isEqualTo(RunStatus.PARTIAL);

            ToolFlowResult<Line> found = processes.begin().run(flow, topics, MINE);
            assertThat(found.status()).as("%s", found.error()).isEqualTo(RunStatus.PARTIAL);
            assertThat(found.output()).isEqualTo(part.output());
            assertThat(found.toJson()).isEqualTo(part.toJson());
            assertThat(processes.mock.requests()).hasSize(4);
            ToolFlowResult<Line> whole = processes.begin().resume(flow, "mine");

            assertThat(whole.status()).as("%s", whole.error()).isEqualTo(RunStatus.COMPLETED);
            assertThat(whole.steps(item)).extracting(step -> step.status()).containsOnly(StepStatus.COMPLETED);
            assertThat(processes.lines()).isEqualTo(1);
        }
    }
}
