package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.FourVerses.AFTER;
import static dev.toolflow.behaviour.FourVerses.FOUR;
import static dev.toolflow.behaviour.FourVerses.eachOf;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachTest {
    private final FourVerses verses = new FourVerses();
    private final MockOpenAiToolService mock = verses.mock;

    @Nested
    class The_items {
        @Test
        void keep_their_order_whatever_finishes_first() {
            Meeting ofTheOthers = new Meeting(3);
            OpenAiToolService service = (request, context) -> {
                if (topicOf(request).equals("a")) {
                    ofTheOthers.await();
                } else {
                    ofTheOthers.come();
                }
                return reply(topicOf(request), TokenUsage.none());
            };
            try (var engine = ToolFlowEngine.create(service)) {
                var result = engine.run(eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.unbounded()), FOUR);

                assertThat(result.output()).extracting(Line::text).containsExactly("a", "b", "c", "d");
                assertThat(result.steps())
                        .extracting(step -> step.id())
                        .containsExactly("verse[0]", "verse[1]", "verse[2]", "verse[3]");
            }
        }

        @Test
        void are_each_a_step_of_the_result_with_their_own_usage() {
            mock.on(WRITE).usage(TokenUsage.of(10, 2)).answer(request -> new Line(topicOf(request)));

            var result = verses.run(eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.unbounded()));

            assertThat(result.steps(WRITE)).hasSize(4);
            assertThat(result.step("verse[2]", WRITE).output()).contains(new Line("c"));
            assertThat(result.step("verse[2]", WRITE).usage()).isEqualTo(TokenUsage.of(10, 2));
            assertThat(result.usage()).isEqualTo(TokenUsage.of(40, 8));
            assertThatThrownBy(() -> result.step(WRITE))
                    .hasMessageContaining("4 steps")
                    .hasMessageContaining("[verse[0], verse[1], verse[2], verse[3]]")
                    .hasMessageContaining("use step(id, definition)");
        }

        @Test
        void are_asked_for_under_their_own_ids() {
            mock.on(WRITE).answer(request -> CALM);

            verses.run(eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.atMost(1)));

            assertThat(mock.requests())
                    .extracting(request -> request.stepId())
                    .containsExactly("verse[0]", "verse[1]", "verse[2]", "verse[3]");
        }
    }

    @Nested
    class A_bound {
        @Test
        void is_reached_and_never_exceeded() {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            Meeting ofThree = new Meeting(3);
            var bounded = ToolFlow.define(
                    "bounded",
                    Topics.class,
                    (flow, topics) -> flow.each(
                            ToolCallStep.of(dev.toolflow.step.LocalStepDefinition.of(
                                    "count", Topic.class, Integer.class, topic -> {
                                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                        ofThree.join();
                                        Thread.yield();
                                        return now.decrementAndGet();
                                    })),
                            topics.map(Topics::each),
                            FanOut.atMost(3)));
            try (var engine = ToolFlowEngine.create(mock)) {
                List<String> hundred = java.util.Collections.nCopies(100, "x");
                assertThat(engine.run(bounded, new Topics(hundred)).output()).hasSize(100);
            }

            assertThat(most).hasValue(3);
        }
    }

    @Nested
    class An_empty_list {
        @Test
        void makes_an_empty_list_without_a_call() {
            try (var engine = ToolFlowEngine.create(mock)) {
                var result = engine.run(
                        eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.unbounded()), new Topics(List.of()));

                assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
                assertThat(result.output()).isEmpty();
                assertThat(result.steps()).isEmpty();
            }
        }

        @Test
        void lets_the_next_step_begin() {
            mock.on(AFTER).answer(request -> CALM);
            var flow = ToolFlow.define("after", Topics.class, (steps, topics) -> {
                var lines = steps.each(WRITE, topics.map(Topics::each));
                return steps.step(AFTER, lines.map(all -> new Topic(all.size() + " lines")));
            });
            try (var engine = ToolFlowEngine.create(mock)) {
                assertThat(engine.run(flow, new Topics(List.of())).output()).isEqualTo(CALM);
                assertThat(topicOf(mock.requests(AFTER).get(0))).isEqualTo("0 lines");
            }
        }
    }

    @Nested
    class A_list_that_cannot_be_used {
        @Test
        void fails_the_step_naming_the_item_that_is_null() {
            var flow = ToolFlow.define(
                    "nulls",
                    Topics.class,
                    (steps, topics) -> steps.each(WRITE, topics.map(t -> Arrays.asList(new Topic("a"), null))));

            var result = verses.run(flow);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.step(WRITE).error())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("step 'write_line': item 1 of its list is null");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void fails_the_step_when_its_mapping_throws() {
            RecordingListener listener = new RecordingListener();
            var flow = ToolFlow.define(
                    "broken",
                    Topics.class,
                    (steps, topics) -> steps.each(WRITE, topics.<List<Topic>>map(t -> {
                        throw new IllegalStateException("broken");
                    })));
            try (var engine = ToolFlowEngine.builder(mock).listener(listener).build()) {
                assertThat(engine.run(flow, FOUR).step(WRITE).error())
                        .isInstanceOf(StepException.CodeFailed.class)
                        .hasMessageContaining("step 'write_line': the mapping of its items threw")
                        .hasRootCauseMessage("broken");
            }
            assertThat(listener.whenFinished()).hasAtLeastOneElementOfType(ToolFlowEvent.StepFinished.class);
        }
    }
}
