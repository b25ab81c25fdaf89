package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static dev.toolflow.step.StepStatus.COMPLETED;
import static dev.toolflow.step.StepStatus.FAILED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.FanOut;
import dev.toolflow.FinishedItem;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachItemFailureTest {
    private static final StepDefinition<Topic, Line> AFTER = writing("after");
    private static final Topics FOUR = new Topics(List.of("a", "b", "c", "d"));

    private static final ToolFlow<Topics, Line> VERSES = ToolFlow.define("verses", Topics.class, (flow, topics) -> {
        var lines = flow.each(WRITE, topics.map(Topics::each), FanOut.atMost(1).onItemFailure(ItemFailure.SKIP));
        return flow.step(AFTER, lines.map(all -> new Topic(all.size() + " lines")));
    });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final List<FinishedItem<Line>> items = java.util.Collections.synchronizedList(new java.util.ArrayList<>());

    private void failAtB() {
        mock.on(AFTER).answer(request -> new Line(topicOf(request)));
        mock.on(WRITE).answer(request -> {
            if (topicOf(request).equals("b")) {
                throw new ToolCallException.Rejected("no verse about b");
            }
            return new Line(topicOf(request));
        });
    }

    @Nested
    class An_item_that_fails_and_may_be_skipped {
        @Test
        void is_left_out_of_the_list_and_reported_and_the_others_go_on() {
            failAtB();
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(VERSES, FOUR);

                assertThat(result.output()).isEqualTo(new Line("3 lines"));
                assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
                assertThat(result.steps(WRITE))
                        .extracting(step -> step.status())
                        .containsExactly(COMPLETED, FAILED, COMPLETED, COMPLETED);
                assertThat(result.error()).containsInstanceOf(ToolCallException.Rejected.class);
            }
        }

        @Test
        void is_left_out_with_the_output_that_did_not_pass() {
            mock.on(AFTER).answer(request -> new Line(topicOf(request)));
            mock.on(WRITE).answer(request -> topicOf(request).equals("b") ? Lines.TOO_LONG : CALM);
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(VERSES, FOUR).output()).isEqualTo(new Line("3 lines"));
            }
        }

        @Test
        void leaves_an_empty_list_where_all_fail() {
            mock.on(AFTER).answer(request -> new Line(topicOf(request)));
            mock.on(WRITE).answer(request -> {
                throw new ToolCallException.Rejected("no verse at all");
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(VERSES, FOUR).output()).isEqualTo(new Line("0 lines"));
            }
        }

        @Test
        void is_tried_again_when_the_run_is_resumed() {
            failAtB();
            try (var engine = ToolFlowEngine.create(mock)) {
                var partial = engine.run(VERSES, FOUR);
                mock.on(WRITE).answer(request -> new Line(topicOf(request)));

                var result = engine.resume(VERSES, partial);

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.step("write_line[1]", WRITE).output()).contains(new Line("b"));
                assertThat(mock.requests(WRITE)).hasSize(5);
            }
        }
    }

    @Nested
    class Finished_items {
        private RunOptions taking() {
            return RunOptions.defaults().items(WRITE, items::add);
        }

        @Test
        void are_handed_on_one_by_one_in_the_order_in_which_they_end_failed_ones_too() {
            failAtB();
            try (var engine = ToolFlowEngine.create(mock)) {
                engine.run(VERSES, FOUR, taking());
            }

            assertThat(items).extracting(FinishedItem::index).containsExactly(0, 1, 2, 3);
            assertThat(items).extracting(FinishedItem::stepId).contains("write_line[3]");
            assertThat(items.get(1).result().status()).isEqualTo(FAILED);
            assertThat(items.get(2).result().output()).contains(new Line("c"));
        }

        @Test
        void come_while_others_are_under_way() {
            Gate first = new Gate();
            mock.on(AFTER).answer(request -> CALM);
            mock.on(WRITE).answer(request -> {
                if (topicOf(request).equals("b")) {
                    first.pass();
                }
                return CALM;
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(VERSES, FOUR, RunOptions.defaults().items(WRITE, item -> first.open()));

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            }
        }

        @Test
        void harm_nothing_when_their_taker_throws_or_blocks() {
            Gate never = new Gate();
            mock.on(AFTER).answer(request -> CALM);
            mock.on(WRITE).answer(request -> CALM);
            var options = taking().items(WRITE, item -> {
                        throw new IllegalStateException("broken");
                    })
                    .items(WRITE, item -> never.passUninterrupted());
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(VERSES, FOUR, options).status()).isEqualTo(RunStatus.COMPLETED);
                never.open();
            }

            assertThat(items).hasSize(4);
        }

        @Test
        void are_not_handed_on_again_when_a_run_is_resumed() {
            failAtB();
            try (var engine = ToolFlowEngine.create(mock)) {
                var partial = engine.run(VERSES, FOUR, taking());
                await().until(() -> items.size() == 4);
                mock.on(WRITE).answer(request -> new Line(topicOf(request)));
                engine.resume(VERSES, partial);
            }

            assertThat(items).extracting(FinishedItem::index).containsExactly(0, 1, 2, 3, 1);
        }
    }

    @Test
    void each_of_ten_thousand_items_is_done_and_handed_on() {
        mock.on(AFTER).answer(request -> new Line(topicOf(request)));
        mock.on(WRITE).answer(request -> CALM);
        var many = new Topics(
                IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(VERSES, many, RunOptions.defaults().items(WRITE, items::add));

            assertThat(result.output()).isEqualTo(new Line("10000 lines"));
        }
        assertThat(items).hasSize(10_000);
    }
}
