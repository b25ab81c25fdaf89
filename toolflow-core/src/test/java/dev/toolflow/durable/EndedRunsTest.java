package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.TOO_LONG;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Gate;
import dev.toolflow.behaviour.Lines;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Started again by its id, a run that has ended is found as it ended, and nothing is called or written. */
@Timeout(60)
class EndedRunsTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");
    private static final ToolFlow<Topic, Line> LINE = flowOf(ToolCallStep.of(WRITE));

    private final Processes processes = new Processes();

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private <O> ToolFlowResult<O> foundAsItEnded(ToolFlow<Topic, O> flow, ToolFlowResult<O> ended) {
        int calls = processes.mock.requests().size();
        var record = processes.record("mine");

        ToolFlowResult<O> found = processes.begin().run(flow, TEA, MINE);

        assertThat(found.status()).isEqualTo(ended.status());
        assertThat(found.outputIfPresent()).isEqualTo(ended.outputIfPresent());
        assertThat(found.error().map(Throwable::getMessage))
                .isEqualTo(ended.error().map(Throwable::getMessage));
        assertThat(found.error().map(Object::getClass)).isEqualTo(ended.error().map(Object::getClass));
        assertThat(found.usage()).isEqualTo(ended.usage());
        assertThat(found.cost()).isEqualTo(ended.cost());
        assertThat(found.steps())
                .extracting(step -> step.id() + " " + step.status())
                .isEqualTo(ended.steps().stream()
                        .map(step -> step.id() + " " + step.status())
                        .toList());
        assertThat(processes.mock.requests()).hasSize(calls);
        assertThat(processes.record("mine")).isEqualTo(record);
        return found;
    }

    @Test
    void a_completed_run_is_refused_by_a_flow_that_has_one_step_more() {
        processes.mock.on(WRITE).answer(request -> CALM);
        processes.begin().run(LINE, TEA, MINE);
        ToolFlow<Topic, Line> longer = ToolFlow.define(LINE.name(), Topic.class, (flow, topic) -> {
            var line = flow.step(WRITE, topic);
            return flow.step(ToolCallStep.of(WRITE).as("again"), line.map(text -> new Topic(text.text())));
        });

        assertThatThrownBy(() -> processes.begin().resume(longer, "mine"))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageContainingAll("step 'again'", "completed without it");
        assertThat(processes.phase("mine")).isEqualTo(RunPhase.COMPLETED);
        assertThat(processes.lines()).isEqualTo(1);
    }

    @Test
    void what_a_local_step_made_is_handed_on_as_it_is_read_back() {
        processes.mock.on(WRITE).answer(request -> new Line(Lines.topicOf(request)));
        ToolFlow<Topic, Line> dated = ToolFlow.define("dated", Topic.class, (flow, topic) -> {
            var when = flow.local(
                    "when",
                    When.class,
                    topic,
                    t -> new When(ZonedDateTime.parse("2026-11-26T10:00+01:00[Europe/Berlin]")));
            return flow.step(WRITE, when.map(then -> new Topic(then.at().toString())));
        });

        ToolFlowResult<Line> first = processes.begin().run(dated, TEA, MINE);

        assertThat(first.output().text()).doesNotContain("Berlin");
        foundAsItEnded(dated, first);
    }

    record When(ZonedDateTime at) {}

    @Nested
    class A_run_is_found_as_it_ended {
        @Test
        void when_it_failed() {
            processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no"));
            ToolFlowResult<Line> failed = processes.begin().run(LINE, TEA, MINE);
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);

            foundAsItEnded(LINE, failed);
        }

        @Test
        void when_it_failed_by_its_own_code() {
            ToolFlow<Topic, Line> broken = ToolFlow.define(
                    "broken",
                    Topic.class,
                    (flow, topic) -> flow.local("odd", Line.class, topic, t -> {
                        throw new IllegalStateException("odd");
                    }));
            ToolFlowResult<Line> failed = processes.begin().run(broken, TEA, MINE);
            assertThat(failed.status()).isEqualTo(RunStatus.FAILED);

            foundAsItEnded(broken, failed);
        }

        @Test
        void when_it_was_cancelled() {
            Gate asked = new Gate();
            processes.mock.on(WRITE).answer(request -> {
                asked.open();
                new Gate().pass();
                return CALM;
            });
            FlowRun<Line> run = processes.begin().start(LINE, TEA, MINE);
            asked.pass();
            run.cancel();
            ToolFlowResult<Line> cancelled = run.result().join();
            assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);

            foundAsItEnded(LINE, cancelled);
        }

        @Test
        void when_its_time_was_over() {
            processes.mock.on(WRITE).answer(request -> {
                processes.clock.advance(Duration.ofSeconds(5));
                return TOO_LONG;
            });
            ToolFlowResult<Line> late = processes.begin().run(LINE, TEA, MINE.deadline(Duration.ofSeconds(4)));
            assertThat(late.status()).isEqualTo(RunStatus.TIMED_OUT);

            foundAsItEnded(LINE, late);
        }

        @Test
        void when_it_was_over_its_budget() {
            processes.mock.on(WRITE).answer(request -> TOO_LONG);
            ToolFlowResult<Line> over = processes
                    .begin()
                    .run(LINE, TEA, MINE.budget(Budget.unlimited().calls(1)));
            assertThat(over.status()).isEqualTo(RunStatus.OVER_BUDGET);

            foundAsItEnded(LINE, over);
        }

        @Test
        void when_it_ended_in_part() {
            ToolFlow<Topic, Line> part = ToolFlow.define("part", Topic.class, (flow, topic) -> {
                flow.step(ToolCallStep.of(WRITE).as("lost").onFailure(OnFailure.CONTINUE), topic);
                return flow.local("plain", Line.class, topic, t -> new Line(t.text()));
            });
            processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no"));
            ToolFlowResult<Line> ended = processes.begin().run(part, TEA, MINE);
            assertThat(ended.status()).isEqualTo(RunStatus.PARTIAL);

            foundAsItEnded(part, ended);
        }

        @Test
        void with_its_items_in_their_order_whichever_was_done_first() {
            var item = Lines.writing("item");
            Gate second = new Gate();
            processes.mock.on(item).answer(request -> {
                if (Lines.topicOf(request).equals("first")) {
                    second.pass();
                } else {
                    second.open();
                }
                return CALM;
            });
            ToolFlow<Topic, Line> items = ToolFlow.define("items", Topic.class, (flow, topic) -> {
                var made = flow.each(item, topic.map(t -> List.of(new Topic("first"), new Topic("second"))));
                return flow.step(WRITE, made.map(all -> new Topic("of " + all.size())));
            });
            processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no"));

            foundAsItEnded(items, processes.begin().run(items, TEA, MINE));
        }

        @Test
        void when_what_was_rejected_went_on() {
            ToolFlow<Topic, Line> rejected =
                    flowOf(ToolCallStep.of(WRITE).maxRetries(0).onFailure(OnFailure.CONTINUE));
            processes.mock.on(WRITE).reply(TOO_LONG);
            ToolFlowResult<Line> ended = processes.begin().run(rejected, TEA, MINE);
            assertThat(ended.status()).isEqualTo(RunStatus.PARTIAL);

            foundAsItEnded(rejected, ended);
        }
    }

    @Nested
    class A_run_that_waits {
        @Test
        void waits_in_the_engine_that_starts_it_again_too() {
            ToolFlow<Topic, Line> asks = ToolFlow.define("asks", Topic.class, (flow, topic) -> {
                var line = flow.step(WRITE, topic);
                var ok = flow.approve("ok", line, Boolean.class);
                return line.and(ok).map((l, yes) -> yes ? l : new Line("none"));
            });
            processes.mock.on(WRITE).reply(CALM);
            processes.begin().run(asks, TEA, MINE);

            ToolFlowEngine other = processes.begin();
            ToolFlowResult<Line> found = other.run(asks, TEA, MINE);

            assertThat(found.status()).isEqualTo(RunStatus.WAITING);
            assertThat(found.waiting()).extracting(asked -> asked.about()).containsExactly(CALM);
            assertThat(other.decide("mine", "ok", true).result().join().output())
                    .isEqualTo(CALM);
            assertThat(processes.lines()).isEqualTo(1);
        }
    }
}
