package dev.toolflow.testing;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.ItemFailure;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.LocalStepDefinition;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MockOpenAiToolServiceTest {
    private static final StepDefinition<Topic, Line> POLISH = writing("polish");

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    @Nested
    class A_call_that_the_mock_was_not_told_of {
        @Test
        void fails_at_once_naming_the_tool_and_the_number_of_the_call() {
            var result = engine.run(ONE_LINE, TEA);

            assertThat(result.step(WRITE).error())
                    .isInstanceOf(StepException.ServiceFailed.class)
                    .hasMessage("step 'write_line': unscripted call 1 of tool 'write_line'; "
                            + "tell the mock how to answer it: mock.on(…).reply(…)")
                    .hasCauseInstanceOf(UnscriptedCallException.class);
            assertThatThrownBy(result::output).hasRootCauseInstanceOf(UnscriptedCallException.class);
            assertThat(mock.requests()).hasSize(1);
        }

        @Test
        void is_the_one_after_the_last_reply() {
            mock.on(WRITE).reply(CALM, CALM);
            engine.run(ONE_LINE, TEA);
            engine.run(ONE_LINE, TEA);

            assertThat(engine.run(ONE_LINE, TEA).error().orElseThrow())
                    .hasRootCauseMessage("unscripted call 3 of tool 'write_line'; "
                            + "tell the mock how to answer it: mock.on(…).reply(…)");
        }

        @Test
        void ends_the_run_where_the_policy_of_the_step_would_go_on() {
            mock.on(POLISH).answer(request -> CALM);
            var flow = ToolFlow.define("two-lines", Topic.class, (steps, topic) -> {
                steps.step(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE), topic);
                return steps.step(POLISH, topic);
            });

            var result = engine.run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThatThrownBy(result::output)
                    .hasMessageContaining("unscripted call 1 of tool 'write_line'")
                    .hasRootCauseInstanceOf(UnscriptedCallException.class);
        }

        @Test
        void ends_the_run_where_failed_items_would_be_left_out() {
            mock.on(WRITE).reply(CALM);
            var flow = ToolFlow.define(
                    "lines",
                    Topics.class,
                    (steps, topics) -> steps.each(
                            WRITE,
                            topics.map(
                                    all -> all.texts().stream().map(Topic::new).toList()),
                            FanOut.atMost(1).onItemFailure(ItemFailure.SKIP)));

            var result = engine.run(flow, new Topics(List.of("tea", "tin", "cup")));

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThatThrownBy(result::output).hasMessageContaining("unscripted call 2 of tool 'write_line'");
            assertThat(mock.requests()).hasSize(2);
        }

        @Test
        void is_counted_by_tool() {
            mock.on(DRAW).answerImage(8, 8);
            engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA);

            assertThat(engine.run(ONE_LINE, TEA).error().orElseThrow().getCause())
                    .hasMessageContaining("call 1 of tool 'write_line'");
        }
    }

    @Nested
    class A_local_step {
        private final StepDefinition<Topic, Line> local =
                LocalStepDefinition.of("polish", Topic.class, Line.class, topic -> CALM);

        @Test
        void is_refused_with_what_to_do_instead() {
            assertThatThrownBy(() -> mock.on(local))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step 'polish': a local step calls no model")
                    .hasMessageContaining("assert on its result");
            assertThatThrownBy(() -> mock.requests(local))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("step 'polish'");
        }
    }

    @Nested
    class Replies {
        @Test
        void are_given_one_for_each_call_in_the_order_they_were_told() {
            mock.on(WRITE).reply(new Line("a"), new Line("b")).reply(new Line("c"));

            assertThat(List.of(
                            engine.run(ONE_LINE, TEA).output(),
                            engine.run(ONE_LINE, TEA).output(),
                            engine.run(ONE_LINE, TEA).output()))
                    .extracting(Line::text)
                    .containsExactly("a", "b", "c");
        }

        @Test
        void come_before_the_standing_answer() {
            mock.on(WRITE)
                    .answer(request -> new Line("about " + topicOf(request)))
                    .reply(CALM);

            assertThat(engine.run(ONE_LINE, TEA).output()).isEqualTo(CALM);
            assertThat(engine.run(ONE_LINE, TEA).output()).isEqualTo(new Line("about tea"));
            assertThat(engine.run(ONE_LINE, TEA).output()).isEqualTo(new Line("about tea"));
        }

        @Test
        void may_be_failures() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("400")).reply(CALM);

            assertThat(engine.run(ONE_LINE, TEA).error()).containsInstanceOf(ToolCallException.Rejected.class);
            assertThat(engine.run(ONE_LINE, TEA).output()).isEqualTo(CALM);
        }

        @Test
        void report_the_usage_they_were_told_to() {
            mock.on(WRITE).reply(CALM, CALM);
            assertThat(engine.run(ONE_LINE, TEA).usage()).isEqualTo(TokenUsage.of(100, 20));
            mock.on(WRITE).usage(TokenUsage.unreported());

            assertThat(engine.run(ONE_LINE, TEA).usage()).isEqualTo(TokenUsage.unreported());
        }

        @Test
        void are_refused_where_they_cannot_fit_the_tool() {
            assertThatThrownBy(() -> mock.on(DRAW)
                            .reply(new ImageGenerationOutput(
                                    List.of(new GeneratedImage("0".repeat(64), "image/png", 1, 1, 1, null)))))
                    .hasMessageContaining("generate_image")
                    .hasMessageContaining("use image or answerImage");
            assertThatThrownBy(() -> mock.on(DRAW).answer(request -> null)).hasMessageContaining("makes images");
            assertThatThrownBy(() -> mock.on(WRITE).image(8, 8)).hasMessageContaining("makes no images");
            assertThatThrownBy(() -> mock.on(WRITE).imageBytes(new byte[0])).hasMessageContaining("makes no images");
        }
    }

    @Nested
    class What_was_asked {
        @Test
        void can_be_read_back_by_tool_and_in_order() {
            var next = writing("next");
            mock.on(WRITE).reply(CALM);
            mock.on(next).reply(CALM);
            engine.run(
                    ToolFlow.define(
                            "two",
                            Topic.class,
                            (flow, topic) -> flow.step(
                                    next, flow.step(WRITE, topic).map(line -> new Topic("after " + line.text())))),
                    TEA);

            assertThat(mock.requests()).extracting(request -> request.stepId()).containsExactly("write_line", "next");
            assertThat(mock.requests(next)).singleElement().satisfies(request -> {
                assertThat(topicOf(request)).isEqualTo("after Calm in a cup");
                assertThat(request.tool().instructions()).isEqualTo("You are a poet.");
                assertThat(request.input().json()).isEqualTo("{\"text\":\"after Calm in a cup\"}");
            });
            assertThat(mock.requests(DRAW)).isEmpty();
            assertThat(mock).asString().contains("requests=2");
        }
    }

    @Nested
    class Many_threads {
        @Test
        void get_every_reply_once() {
            List<String> words = IntStream.range(0, 500).mapToObj(i -> "w" + i).toList();
            mock.on(WRITE).reply(words.stream().map(Line::new).toArray(Line[]::new));
            var each = ToolFlow.define(
                    "each",
                    Topics.class,
                    (flow, topics) -> flow.each(
                            WRITE,
                            topics.map(t -> t.texts().stream().map(Topic::new).toList())));

            var result = engine.run(each, new Topics(words));

            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.output()).extracting(Line::text).containsExactlyInAnyOrderElementsOf(words);
            assertThat(mock.requests()).hasSize(500);
            assertThat(result.steps())
                    .extracting(step -> step.attempts().get(0).made().receipt().requestId())
                    .doesNotHaveDuplicates();
        }
    }
}
