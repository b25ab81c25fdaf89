package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.FinishedItem;
import dev.toolflow.FlowRun;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.Budget;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachFlowItemFailureTest {
    private static final StepDefinition<Topic, Line> POLISH = writing("polish");
    private static final StepDefinition<Topic, Line> AFTER = writing("after");
    private static final Topics THREE = new Topics(List.of("a", "b", "c"));
    private static final FanOut SKIPPING = FanOut.atMost(1).onItemFailure(ItemFailure.SKIP);

    private static final ToolFlow<Topic, Line> VERSE = ToolFlow.define("verse", Topic.class, (flow, topic) -> {
        var draft = flow.step(WRITE, topic);
        return flow.step(POLISH, draft.map(line -> new Topic(line.text())));
    });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    private static ToolFlow<Topics, Line> each(ToolFlow<Topic, ?> verse, FanOut fanOut) {
        return ToolFlow.define("song", Topics.class, (flow, topics) -> {
            var verses = flow.each("verse", verse, topics.map(Topics::each), fanOut);
            return flow.step(AFTER, verses.map(all -> new Topic(all.size() + " verses")));
        });
    }

    private static List<String> lines(ToolFlowResult<?> result) {
        return result.steps().stream()
                .map(step -> step.id() + " " + step.status())
                .toList();
    }

    private void failing(StepDefinition<Topic, Line> step, String topic) {
        mock.on(step).answer(request -> {
            if (topicOf(request).equals(topic)) {
                throw new ToolCallException.Rejected("nothing about " + topic);
            }
            return new Line(topicOf(request));
        });
    }

    @BeforeEach
    void answer() {
        mock.on(AFTER).answer(request -> new Line(topicOf(request)));
        mock.on(WRITE).answer(request -> new Line(topicOf(request)));
        mock.on(POLISH).answer(request -> new Line(topicOf(request)));
    }

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class An_item_whose_step_fails_and_that_may_be_skipped {
        @Test
        void is_left_out_and_reported_and_the_others_go_on() {
            failing(WRITE, "b");

            var result = engine.run(each(VERSE, SKIPPING), THREE);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(lines(result))
                    .contains("verse[1] FAILED", "verse[1]/write_line FAILED", "verse[1]/polish SKIPPED")
                    .contains("verse[0] COMPLETED", "verse[2] COMPLETED", "verse[2]/polish COMPLETED");
            assertThat(result.error()).containsInstanceOf(ToolCallException.Rejected.class);
        }

        @Test
        void stops_the_run_under_the_default_policy() {
            failing(WRITE, "b");

            var result = engine.run(each(VERSE, FanOut.atMost(1)), THREE);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(lines(result)).contains("verse[2] SKIPPED", "after SKIPPED");
        }

        @Test
        void starts_nothing_new_although_what_is_next_does_not_need_what_failed() {
            Gate failed = new Gate();
            var twoWays = ToolFlow.define("two-ways", Topic.class, (flow, topic) -> {
                flow.local("fail", topic, t -> {
                    failed.open();
                    throw new IllegalStateException("broken");
                });
                var slow = flow.local("slow", topic, t -> {
                    failed.pass();
                    return t;
                });
                return flow.step(WRITE, slow);
            });
            var after = each(twoWays, SKIPPING);

            var result = engine.run(after, new Topics(List.of("a")));

            assertThat(result.output()).isEqualTo(new Line("0 verses"));
            assertThat(result.steps().get(0).error()).isInstanceOf(StepException.PartFailed.class);
        }

        @Test
        void is_left_out_when_its_input_is_not_valid() {
            var result = engine.run(each(VERSE, SKIPPING), new Topics(List.of("a", " ", "c")));

            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(result.error()).containsInstanceOf(StepException.InvalidInput.class);
            assertThat(mock.requests(WRITE)).hasSize(2);
        }
    }

    @Nested
    class The_whole_run {
        @Test
        void stops_over_its_budget_whichever_item_was_refused() {
            var result = engine.run(
                    each(VERSE, SKIPPING),
                    THREE,
                    RunOptions.defaults().budget(Budget.unlimited().calls(3)));

            assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(lines(result)).contains("verse[0] COMPLETED", "verse[1] FAILED", "verse[2] SKIPPED");
            assertThat(mock.requests()).hasSize(3);
        }

        @Test
        void is_cancelled_within_an_item() {
            Gate begun = new Gate();
            Gate never = new Gate();
            mock.on(POLISH).answer(request -> {
                begun.open();
                never.pass();
                return CALM;
            });
            FlowRun<Line> run = engine.start(each(VERSE, SKIPPING), THREE);
            begun.pass();

            run.cancel();

            var result = run.result().join();
            assertThat(result.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(lines(result)).contains("verse[0]/polish CANCELLED", "verse[1] SKIPPED", "after SKIPPED");
        }

        @Test
        void that_is_resumed_tries_the_item_again_and_pays_no_accepted_step_of_it_twice() {
            failing(POLISH, "b");
            var song = each(VERSE, SKIPPING);
            var partial = engine.run(song, THREE);
            mock.on(POLISH).answer(request -> new Line(topicOf(request)));

            var result = engine.resume(song, partial);

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.step("verse[1]/polish", POLISH).output()).contains(new Line("b"));
            assertThat(mock.requests(WRITE)).hasSize(3);
            assertThat(mock.requests(POLISH)).hasSize(4);
        }
    }

    @Test
    void finished_items_are_handed_on_with_what_their_flow_made() {
        List<FinishedItem<Line>> items = Collections.synchronizedList(new ArrayList<>());
        failing(WRITE, "b");
        try (var own = ToolFlowEngine.create(mock)) {
            own.run(each(VERSE, SKIPPING), THREE, RunOptions.defaults().items(VERSE, items::add));
        }

        assertThat(items).extracting(FinishedItem::stepId).containsExactly("verse[0]", "verse[1]", "verse[2]");
        assertThat(items.get(1).result().status()).isEqualTo(StepStatus.FAILED);
        assertThat(items.get(2).result().output()).contains(new Line("c"));
    }
}
