package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static dev.toolflow.step.StepStatus.COMPLETED;
import static dev.toolflow.step.StepStatus.FAILED;
import static dev.toolflow.step.StepStatus.SKIPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.FlowBuilder;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.Ref;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.ToolCallException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChooseTest {
    private static final StepDefinition<Topic, Line> LONG = writing("write_long");
    private static final StepDefinition<Topic, Line> AFTER = writing("after");

    private static final ToolFlow<Topic, Line> SHORT_OR_LONG =
            ToolFlow.define("short-or-long", Topic.class, (flow, topic) -> {
                var line = flow.choose(
                        topic.map(t -> t.text().length() < 5),
                        then -> then.step(WRITE, topic),
                        otherwise -> otherwise.step(LONG, topic));
                return flow.step(AFTER, line.map(l -> new Topic(l.text())));
            });

    private final MockOpenAiToolService mock = MockOpenAiToolService.create();

    private <O> ToolFlowResult<O> run(ToolFlow<Topic, O> flow, Topic topic) {
        try (var engine = ToolFlowEngine.create(mock)) {
            return engine.run(flow, topic);
        }
    }

    @Nested
    class Of_two_branches {
        @Test
        void only_the_taken_one_runs_and_what_it_makes_is_handed_on() {
            mock.on(WRITE).reply(new Line("short"));
            mock.on(AFTER).answer(request -> new Line("after " + Lines.topicOf(request)));

            var result = run(SHORT_OR_LONG, TEA);

            assertThat(result.output()).isEqualTo(new Line("after short"));
            assertThat(result.status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(mock.requests(LONG)).isEmpty();
        }

        @Test
        void the_other_is_taken_when_the_condition_is_false() {
            mock.on(LONG).reply(new Line("long"));
            mock.on(AFTER).answer(request -> new Line("after " + Lines.topicOf(request)));

            assertThat(run(SHORT_OR_LONG, new Topic("mountain tea")).output()).isEqualTo(new Line("after long"));
            assertThat(mock.requests(WRITE)).isEmpty();
        }

        @Test
        void the_steps_of_both_are_in_the_result_those_not_taken_as_skipped() {
            mock.on(LONG).reply(CALM);
            mock.on(AFTER).reply(CALM);

            var result = run(SHORT_OR_LONG, new Topic("mountain tea"));

            assertThat(result.steps())
                    .extracting(step -> step.id() + " " + step.status())
                    .containsExactly("write_line SKIPPED", "write_long COMPLETED", "after COMPLETED");
            assertThat(result.toJson())
                    .contains("\"id\":\"write_line\",\"tool\":\"write_line\",\"status\":\"SKIPPED\"");
        }

        @Test
        void one_may_hand_on_a_value_of_the_flow_around_it_without_a_step() {
            var flow = ToolFlow.define("maybe", Topic.class, (steps, topic) -> {
                Ref<Line> draft = steps.step(WRITE, topic);
                return steps.choose(
                        draft.map(line -> line.text().isBlank()), then -> then.step(LONG, topic), otherwise -> draft);
            });
            mock.on(WRITE).reply(CALM);

            var result = run(flow, TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.step(LONG).status()).isEqualTo(SKIPPED);
        }

        @Test
        void one_may_hold_a_choice_of_its_own() {
            var flow = ToolFlow.define(
                    "nested",
                    Topic.class,
                    (steps, topic) -> steps.choose(
                            topic.map(t -> true),
                            then -> then.<Line>choose(
                                    topic.map(t -> false),
                                    inner -> inner.step(WRITE, topic),
                                    inner -> inner.step(LONG, topic)),
                            otherwise -> otherwise.step(AFTER, topic)));
            mock.on(LONG).reply(CALM);

            var result = run(flow, TEA);

            assertThat(result.output()).isEqualTo(CALM);
            assertThat(result.steps()).extracting(step -> step.status()).containsExactly(SKIPPED, COMPLETED, SKIPPED);
        }
    }

    @Nested
    class A_step_that_fails {
        @Test
        void in_the_taken_branch_fails_the_run() {
            mock.on(WRITE).fail(new ToolCallException.Rejected("no"));

            var result = run(SHORT_OR_LONG, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error()).containsInstanceOf(ToolCallException.Rejected.class);
            assertThat(result.step(AFTER).status()).isEqualTo(SKIPPED);
        }

        @Test
        void before_the_choice_skips_only_what_needs_it() {
            var flow = ToolFlow.define("around", Topic.class, (steps, topic) -> {
                var draft = steps.step(ToolCallStep.of(WRITE).onFailure(OnFailure.CONTINUE), topic);
                return steps.choose(
                        topic.map(t -> false),
                        then -> then.step(AFTER, draft.map(l -> new Topic(l.text()))),
                        otherwise -> otherwise.step(LONG, topic));
            });
            mock.on(WRITE).fail(new ToolCallException.Rejected("no"));
            mock.on(LONG).reply(CALM);

            var result = run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.PARTIAL);
            assertThat(result.output()).isEqualTo(CALM);
        }

        @Test
        void is_the_choice_itself_when_its_condition_throws() {
            var flow = ToolFlow.define(
                    "broken",
                    Topic.class,
                    (steps, topic) -> steps.choose(
                            topic.map(t -> {
                                throw new IllegalStateException("broken");
                            }),
                            then -> then.step(WRITE, topic),
                            otherwise -> otherwise.step(LONG, topic)));

            var result = run(flow, TEA);

            assertThat(result.status()).isEqualTo(RunStatus.FAILED);
            assertThat(result.error().orElseThrow())
                    .isInstanceOf(StepException.CodeFailed.class)
                    .hasMessageContaining("step 'choose#1': the mapping of its condition threw");
            assertThat(result.steps()).extracting(step -> step.status()).containsExactly(FAILED, SKIPPED, SKIPPED);
        }
    }

    @Nested
    class At_definition {
        private InvalidFlowException refused(BiFunction<FlowBuilder, Ref<Topic>, Ref<Line>> body) {
            return catchThrowableOfType(InvalidFlowException.class, () -> ToolFlow.define("poem", Topic.class, body));
        }

        @Test
        void the_ids_of_both_branches_and_of_the_flow_around_them_differ() {
            assertThat(refused((flow, topic) -> flow.choose(
                            topic.map(t -> true), then -> then.step(WRITE, topic), other -> other.step(WRITE, topic))))
                    .hasMessageContaining("flow 'poem': two steps have the id 'write_line'");
        }

        @Test
        void a_reference_of_a_branch_is_refused_outside_and_named() {
            AtomicReference<Ref<Line>> inner = new AtomicReference<>();
            assertThat(refused((flow, topic) -> {
                        flow.<Line>choose(
                                topic.map(t -> true),
                                then -> {
                                    inner.set(then.step(WRITE, topic));
                                    return inner.get();
                                },
                                otherwise -> otherwise.step(LONG, topic));
                        return flow.step(AFTER, inner.get().map(l -> new Topic(l.text())));
                    }))
                    .hasMessageContaining("step 'after'")
                    .hasMessageContaining("Ref[write_line]")
                    .hasMessageContaining("belongs to a branch of choose#1 and is used outside it")
                    .hasMessageContaining("use what choose or repeat returns");
        }

        @Test
        void a_reference_of_one_branch_is_refused_in_the_other() {
            AtomicReference<Ref<Line>> inner = new AtomicReference<>();
            assertThat(refused((flow, topic) -> flow.choose(
                            topic.map(t -> true),
                            then -> {
                                inner.set(then.step(WRITE, topic));
                                return inner.get();
                            },
                            otherwise -> inner.get())))
                    .hasMessageContaining("belongs to a branch of choose#1 and is used outside it");
        }

        @Test
        void a_branch_does_not_place_steps_with_the_builder_around_it() {
            assertThat(refused((flow, topic) -> flow.choose(
                            topic.map(t -> true), then -> flow.step(WRITE, topic), other -> other.step(LONG, topic))))
                    .hasMessageContaining("step 'write_line' is placed from within a branch of choose#1")
                    .hasMessageContaining("use the builder that the body is given");
        }

        @Test
        void a_branch_that_returns_nothing_is_refused() {
            assertThat(refused((flow, topic) ->
                            flow.choose(topic.map(t -> true), then -> null, other -> other.step(LONG, topic))))
                    .hasMessageContaining("a branch of choose#1 returned null; return a reference");
        }
    }
}
