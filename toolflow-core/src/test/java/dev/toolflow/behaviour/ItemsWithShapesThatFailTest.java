package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ItemsWithShapesThatFailTest {
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
    class Within_an_item {
        @Test
        void a_loop_without_enough_rounds_fails_that_item_only() {
            var polished = ToolFlow.define(
                    "polished",
                    Topic.class,
                    (flow, topic) -> flow.repeat(
                            "loop",
                            2,
                            topic,
                            (round, last) -> round.step(WRITE, last).map(line -> new Topic(line.text())),
                            last -> !last.text().equals("b")));

            var result = engine.run(each(polished, SKIPPING), THREE);

            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(result.error()).containsInstanceOf(StepException.RoundsExhausted.class);
            assertThat(lines(result)).contains("verse[1]/loop FAILED", "verse[2]/loop#1/write_line COMPLETED");
        }

        @Test
        void a_subflow_and_a_branch_fail_that_item_only() {
            failing(POLISH, "b");
            var nested = ToolFlow.define(
                    "nested",
                    Topic.class,
                    (flow, topic) -> flow.choose(
                            topic.map(t -> true),
                            yes -> yes.subflow("sub", VERSE, topic),
                            no -> no.step(WRITE, topic)));

            var result = engine.run(each(nested, SKIPPING), THREE);

            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(lines(result)).contains("verse[1]/sub FAILED", "verse[2]/sub COMPLETED");
        }

        @Test
        void items_of_its_own_that_may_be_skipped_leave_it_whole() {
            failing(WRITE, "b");
            var inner = ToolFlow.define(
                    "inner",
                    Topic.class,
                    (flow, topic) -> flow.each("in", VERSE, topic.map(t -> THREE.each()), SKIPPING));

            var result = engine.run(each(inner, SKIPPING), new Topics(List.of("x", "y")));

            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(lines(result))
                    .contains("verse[0] COMPLETED", "verse[0]/in[1] FAILED", "verse[1]/in[2] COMPLETED");
        }

        @Test
        void items_of_its_own_that_may_not_fail_it_and_no_other() {
            failing(WRITE, "b");
            var inner = ToolFlow.define(
                    "inner",
                    Topic.class,
                    (flow, topic) ->
                            flow.each("in", VERSE, topic.map(t -> List.of(t, new Topic("d"))), FanOut.atMost(1)));

            var result = engine.run(each(inner, SKIPPING), THREE);

            assertThat(result.output()).isEqualTo(new Line("2 verses"));
            assertThat(lines(result))
                    .contains("verse[1]/in[0] FAILED", "verse[1]/in[1] SKIPPED", "verse[2]/in[1] COMPLETED");
        }

        @Test
        void a_question_to_a_person_is_withdrawn_when_the_item_fails() {
            failing(WRITE, "b");
            var asking = ToolFlow.define("asking", Topic.class, (flow, topic) -> {
                var ok = flow.approve("ok", topic, Line.class);
                return flow.step(WRITE, topic).and(ok).map((line, answer) -> line);
            });
            var song = each(asking, FanOut.unbounded().onItemFailure(ItemFailure.SKIP));

            var waiting = engine.run(song, new Topics(List.of("a", "b")));

            assertThat(waiting.waiting()).extracting(asked -> asked.id()).containsExactly("verse[0]/ok");
            assertThat(lines(waiting))
                    .contains("verse[1] FAILED")
                    .as("asked and withdrawn, or never asked, as the step beside it fails late or early")
                    .containsAnyOf("verse[1]/ok CANCELLED", "verse[1]/ok SKIPPED");
        }

        @Test
        void nothing_is_paid_for_again_when_another_item_goes_on_by_a_decision() {
            failing(WRITE, "b");
            var asking = ToolFlow.define("asking", Topic.class, (flow, topic) -> {
                var ok = flow.approve("ok", flow.step(WRITE, topic), Line.class);
                return flow.step(POLISH, ok.map(line -> new Topic(line.text())));
            });
            var waiting = engine.run(
                    each(asking, FanOut.unbounded().onItemFailure(ItemFailure.SKIP)), new Topics(List.of("a", "b")));

            var result =
                    engine.decide(waiting.runId(), "verse[0]/ok", CALM).result().join();

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.steps(AFTER).get(0).output()).contains(new Line("1 verses"));
            assertThat(lines(result)).contains("verse[1] FAILED", "verse[1]/write_line FAILED", "verse[0] COMPLETED");
            assertThat(mock.requests(WRITE)).hasSize(2);
        }
    }
}
