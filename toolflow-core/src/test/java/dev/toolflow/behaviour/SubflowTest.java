package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.topicOf;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.budget.Budget;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.StepStatus;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.TokenUsage;
import dev.toolflow.tool.ToolCallException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SubflowTest {
    private static final StepDefinition<Topic, Line> POLISH = writing("polish");

    private static final ToolFlow<Topic, Line> VERSE = ToolFlow.define("verse", Topic.class, (flow, topic) -> {
        var draft = flow.step(WRITE, topic);
        return flow.step(POLISH, draft.map(line -> new Topic(line.text())));
    });

    private static final ToolFlow<Topic, String> SONG = ToolFlow.define("song", Topic.class, (flow, topic) -> {
        var first = flow.subflow("first", VERSE, topic);
        var second = flow.subflow("second", VERSE, topic.map(t -> new Topic(t.text() + " again")));
        return first.and(second).map((a, b) -> a.text() + ", " + b.text());
    });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private static List<String> lines(ToolFlowResult<?> result) {
        return result.steps().stream()
                .map(step -> step.id() + " " + step.status())
                .toList();
    }

    @Nested
    class A_flow_as_a_step {
        @Test
        void may_be_used_twice_and_its_steps_have_its_id_before_theirs() {
            mock.on(WRITE).answer(request -> new Line(topicOf(request)));
            mock.on(POLISH).answer(request -> new Line(topicOf(request) + "!"));

            var result = engine.run(SONG, TEA);

            assertThat(result.output()).isEqualTo("tea!, tea again!");
            assertThat(lines(result))
                    .containsExactly(
                            "first COMPLETED",
                            "first/write_line COMPLETED",
                            "first/polish COMPLETED",
                            "second COMPLETED",
                            "second/write_line COMPLETED",
                            "second/polish COMPLETED");
            assertThat(mock.requests(WRITE))
                    .extracting(request -> request.stepId())
                    .containsExactlyInAnyOrder("first/write_line", "second/write_line");
        }

        @Test
        void has_its_attempts_and_usage_in_the_result_of_the_run() {
            mock.on(WRITE).usage(TokenUsage.of(10, 2)).answer(request -> CALM);
            mock.on(POLISH).usage(TokenUsage.of(1, 1)).answer(request -> CALM);

            var result = engine.run(SONG, TEA);

            assertThat(result.usage()).isEqualTo(TokenUsage.of(22, 6));
            assertThat(result.step("second/write_line", WRITE).attempts()).hasSize(1);
            assertThat(result.steps(WRITE)).hasSize(2);
            assertThat(result.toJson()).contains("\"id\":\"first\",\"tool\":\"subflow\",\"status\":\"COMPLETED\"");
        }

        @Test
        void is_nested_to_any_depth() {
            ToolFlow<Topic, Line> deep = VERSE;
            for (int depth = 0; depth < 5; depth++) {
                ToolFlow<Topic, Line> inner = deep;
                deep = ToolFlow.define("deep", Topic.class, (flow, topic) -> flow.subflow("sub", inner, topic));
            }
            mock.on(WRITE).reply(CALM);
            mock.on(POLISH).reply(CALM);

            var result = engine.run(deep, TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step("sub/sub/sub/sub/sub/polish", POLISH).status())
                    .isEqualTo(StepStatus.COMPLETED);
        }

        @Test
        void has_its_input_checked_as_that_of_a_run() {
            var flow = ToolFlow.define(
                    "blank", Topic.class, (steps, topic) -> steps.subflow("sub", VERSE, topic.map(t -> new Topic(""))));

            var result = engine.run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.InvalidInput.class)
                    .hasMessageContaining("step 'sub': its input is not valid: text: must not be blank");
            assertThat(lines(result)).containsExactly("sub FAILED", "sub/write_line SKIPPED", "sub/polish SKIPPED");
            assertThat(mock.requests()).isEmpty();
        }

        @Test
        void needs_an_id_that_is_free() {
            assertThatThrownBy(() -> ToolFlow.define("poem", Topic.class, (flow, topic) -> {
                        flow.step(WRITE, topic);
                        return flow.subflow("write_line", VERSE, topic);
                    }))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("two steps have the id 'write_line' (tools write_line and subflow)");
        }
    }

    @Nested
    class When_a_step_within_fails {
        @Test
        void the_run_fails_with_its_error_and_the_subflow_says_which() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("no verse"));
            var flow = ToolFlow.define("one", Topic.class, (steps, topic) -> steps.subflow("sub", VERSE, topic));

            var result = engine.run(flow, TEA);

            assertThat(lines(result)).containsExactly("sub FAILED", "sub/write_line FAILED", "sub/polish SKIPPED");
            assertThat(result.error()).containsInstanceOf(ToolCallException.Rejected.class);
            assertThat(result.steps().get(0).error())
                    .isInstanceOf(StepException.PartFailed.class)
                    .hasMessageContaining("step 'sub'")
                    .hasMessageContaining("its step 'sub/write_line' failed");
            assertThatThrownBy(result::output).hasMessageContaining("at step 'sub/write_line'");
        }

        @Test
        void the_run_goes_on_from_there_when_it_is_resumed() {
            mock.on(WRITE).reply(CALM);
            mock.on(POLISH).fail(new ToolCallException.Rejected("not today")).reply(new Line("done"));
            var flow = ToolFlow.define("one", Topic.class, (steps, topic) -> steps.subflow("sub", VERSE, topic));

            var failed = engine.run(flow, TEA);
            var result = engine.resume(flow, failed);

            assertThat(result.output()).isEqualTo(new Line("done"));
            assertThat(mock.requests(WRITE)).hasSize(1);
            assertThat(result.step("sub/polish", POLISH).attempts()).hasSize(2);
        }

        @Test
        void that_may_fail_the_others_go_on_and_the_run_is_partial() {
            var lenient = ToolFlow.define("lenient", Topic.class, (steps, topic) -> {
                steps.step(ToolCallStep.of(POLISH).onFailure(OnFailure.CONTINUE), topic);
                return steps.step(WRITE, topic);
            });
            mock.on(POLISH).fail(new ToolCallException.Rejected("no"));
            mock.on(WRITE).reply(CALM);

            var result = engine.run(
                    ToolFlow.define("one", Topic.class, (steps, topic) -> steps.subflow("sub", lenient, topic)), TEA);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isEqualTo(CALM);
            assertThat(lines(result)).containsExactly("sub COMPLETED", "sub/polish FAILED", "sub/write_line COMPLETED");
        }
    }

    @Nested
    class A_budget {
        @Test
        void of_the_run_holds_within_and_names_the_step_by_its_path() {
            mock.on(WRITE).reply(CALM);
            var flow = ToolFlow.define("one", Topic.class, (steps, topic) -> steps.subflow("sub", VERSE, topic));

            var result = engine.run(
                    flow, TEA, RunOptions.defaults().budget(Budget.unlimited().calls(1)));

            assertThat(result.status()).isEqualTo(RunStatus.OVER_BUDGET);
            assertThat(lines(result)).containsExactly("sub FAILED", "sub/write_line COMPLETED", "sub/polish FAILED");
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.OverBudget.class)
                    .hasMessageContaining("step 'sub/polish'");
        }
    }

    @Nested
    class A_flow_for_each_item {
        @Test
        void has_the_items_number_in_the_ids_of_its_steps() {
            mock.on(WRITE).answer(request -> new Line(topicOf(request)));
            mock.on(POLISH).answer(request -> new Line(topicOf(request) + "!"));
            var flow = ToolFlow.define(
                    "songs",
                    Topics.class,
                    (steps, topics) -> steps.each("song", VERSE, topics.map(Topics::each), FanOut.atMost(2)));

            var result = engine.run(flow, new Topics(List.of("a", "b", "c")));

            assertThat(result.output()).extracting(Line::text).containsExactly("a!", "b!", "c!");
            assertThat(result.step("song[2]/polish", POLISH).output()).contains(new Line("c!"));
            assertThat(lines(result)).hasSize(9).contains("song[1] COMPLETED", "song[1]/write_line COMPLETED");
        }
    }
}
