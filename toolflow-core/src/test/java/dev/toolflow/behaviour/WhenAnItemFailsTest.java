package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.FourVerses.AFTER;
import static dev.toolflow.behaviour.FourVerses.FOUR;
import static dev.toolflow.behaviour.FourVerses.eachOf;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static dev.toolflow.step.StepStatus.COMPLETED;
import static dev.toolflow.step.StepStatus.FAILED;
import static dev.toolflow.step.StepStatus.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FanOut;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.event.ToolFlowEvent;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WhenAnItemFailsTest {
    private final FourVerses verses = new FourVerses();
    private final MockOpenAiToolService mock = verses.mock;

    private void failAtB() {
        mock.on(WRITE).answer(request -> {
            if (topicOf(request).equals("b")) {
                throw new ToolCallException.Rejected("no verse about b");
            }
            return new Line(topicOf(request));
        });
    }

    @Test
    void no_further_item_begins() {
        failAtB();

        var result = verses.run(eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.atMost(1)));

        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.steps())
                .extracting(step -> step.status())
                .containsExactly(COMPLETED, FAILED, SKIPPED, SKIPPED);
        assertThat(mock.requests()).hasSize(2);
        assertThat(result.error()).containsInstanceOf(ToolCallException.Rejected.class);
    }

    @Test
    void items_in_flight_are_kept() {
        Gate aMayEnd = new Gate();
        Meeting ofBoth = new Meeting(2);
        OpenAiToolService service = (request, context) -> {
            ofBoth.join();
            if (topicOf(request).equals("a")) {
                aMayEnd.pass();
                return reply("a", TokenUsage.of(5, 5));
            }
            throw new ToolCallException.Rejected("no");
        };
        try (var engine = ToolFlowEngine.builder(service)
                .listener(event -> {
                    if (event instanceof ToolFlowEvent.StepFinished) {
                        aMayEnd.open();
                    }
                })
                .build()) {
            var result = engine.run(eachOf(ToolCallStep.of(WRITE).as("verse"), FanOut.atMost(2)), FOUR);

            assertThat(result.steps())
                    .extracting(step -> step.status())
                    .containsExactly(COMPLETED, FAILED, SKIPPED, SKIPPED);
            assertThat(result.usage()).isEqualTo(TokenUsage.of(5, 5));
        }
    }

    @Test
    void the_others_go_on_when_the_step_may_fail() {
        failAtB();

        var result =
                verses.run(eachOf(ToolCallStep.of(WRITE).as("verse").onFailure(OnFailure.CONTINUE), FanOut.atMost(1)));

        assertThat(result.steps())
                .extracting(step -> step.status())
                .containsExactly(COMPLETED, FAILED, COMPLETED, COMPLETED);
        assertThat(result.status()).isEqualTo(RunStatus.FAILED);
        assertThat(result.outputIfPresent()).isEmpty();
    }

    @Test
    void what_needs_the_whole_list_is_skipped_where_an_item_has_no_output() {
        failAtB();
        var flow = ToolFlow.define("after", Topics.class, (steps, topics) -> {
            var lines = steps.each(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE), topics.map(Topics::each));
            steps.step(AFTER, lines.map(all -> new Topic(all.size() + " lines")));
            return topics.map(t -> "done");
        });
        try (var engine = ToolFlowEngine.create(mock)) {
            var result = engine.run(flow, FOUR);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isEqualTo("done");
            assertThat(result.step(AFTER).status()).isEqualTo(SKIPPED);
        }
    }

    @Test
    void what_needs_the_list_is_given_rejected_outputs_among_the_others() {
        mock.on(WRITE).answer(request -> topicOf(request).equals("b") ? Lines.TOO_LONG : CALM);

        var result = verses.run(
                eachOf(ToolCallStep.of(WRITE).maxRetries(0).onFailure(OnFailure.CONTINUE), FanOut.unbounded()));

        assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
        assertThat(result.output()).containsExactly(CALM, Lines.TOO_LONG, CALM, CALM);
    }

    @Test
    void nothing_new_starts_elsewhere_in_the_flow_even_before_the_other_items_end() {
        Gate aMayEnd = new Gate();
        Gate besideMayEnd = new Gate();
        StepDefinition<Topic, Line> beside = writing("beside");
        Meeting ofThree = new Meeting(3);
        OpenAiToolService service = (request, context) -> {
            ofThree.join();
            String topic = topicOf(request);
            switch (topic) {
                case "a" -> aMayEnd.pass();
                case "beside" -> besideMayEnd.pass();
                default -> throw new ToolCallException.Rejected("no");
            }
            return reply(topic, TokenUsage.none());
        };
        var flow = ToolFlow.define("wide", Topics.class, (steps, topics) -> {
            steps.each(ToolCallStep.of(WRITE).as("verse"), topics.map(Topics::each));
            var line = steps.step(beside, topics.map(t -> new Topic("beside")));
            return steps.step(AFTER, line.map(l -> new Topic("after")));
        });
        try (var engine = ToolFlowEngine.builder(service)
                .listener(event -> {
                    if (event instanceof ToolFlowEvent.StepFinished step) {
                        (step.stepId().equals("beside") ? aMayEnd : besideMayEnd).open();
                    }
                })
                .build()) {
            var result = engine.run(flow, new Topics(List.of("a", "b")));

            assertThat(result.step(beside).status()).isEqualTo(COMPLETED);
            assertThat(result.step(AFTER).status()).isEqualTo(SKIPPED);
            assertThat(result.step("verse[0]", WRITE).status()).isEqualTo(COMPLETED);
        }
    }
}
