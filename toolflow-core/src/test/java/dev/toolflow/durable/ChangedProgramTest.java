package dev.toolflow.durable;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.toolflow.Durability;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run has a draft and failed at what follows; then the program is another one. */
@Timeout(60)
class ChangedProgramTest {
    private static final RunOptions MINE = RunOptions.defaults().id("mine");

    record Draft(String text) {}

    record LongDraft(String text, String note) {}

    record ShortDraft() {}

    record NumberDraft(int text) {}

    private final Processes processes = new Processes();

    @BeforeEach
    void leaveADraft() {
        StepDefinition<Topic, Draft> draft = drafting(Draft.class, "1");
        processes.mock.on(draft).reply(new Draft("tea"));
        processes.mock.on(WRITE).fail(new ToolCallException.Rejected("no"));
        assertThat(processes
                        .begin()
                        .run(flow("draft", draft, Draft::text), TEA, MINE)
                        .status())
                .isEqualTo(RunStatus.FAILED);
        processes.mock.on(WRITE).answer(request -> CALM);
    }

    @AfterEach
    void closeAll() {
        processes.close();
    }

    private static <O> StepDefinition<Topic, O> drafting(Class<O> output, String version) {
        return ChatStepDefinition.named("draft", Topic.class, output)
                .description("Drafts")
                .instructions("You draft.")
                .version(version)
                .build();
    }

    private static <O> ToolFlow<Topic, Line> flow(
            String id, StepDefinition<Topic, O> draft, Function<O, String> asText) {
        return ToolFlow.define(
                "changed",
                Topic.class,
                (flow, topic) -> flow.step(
                        WRITE,
                        flow.step(ToolCallStep.of(draft).as(id), topic).map(made -> new Topic(asText.apply(made)))));
    }

    private void isRefused(ToolFlow<?, ?> now, String... message) {
        StoredRun before = processes.stored("mine");
        ToolFlowEngine engine = processes.begin();

        assertThatThrownBy(() -> engine.resume(now, "mine"))
                .isInstanceOf(RunIncompatibleException.class)
                .hasMessageContainingAll(message);
        assertThat(processes.stored("mine")).isEqualTo(before);
        assertThat(processes.mock.requests()).hasSize(2);
    }

    @Nested
    class A_run_is_refused_and_left_as_it_is {
        @Test
        void when_a_step_was_removed_or_has_another_id() {
            isRefused(
                    ToolFlow.define("changed", Topic.class, (flow, topic) -> flow.step(WRITE, topic)),
                    "its step 'draft' is not in flow 'changed' any more; put it back");
            isRefused(flow("sketch", drafting(Draft.class, "1"), Draft::text), "its step 'draft' is not in flow");
        }

        @Test
        void when_another_tool_stands_under_the_id() {
            isRefused(
                    ToolFlow.define(
                            "changed",
                            Topic.class,
                            (flow, topic) -> flow.step(
                                    WRITE,
                                    flow.step(ToolCallStep.of(WRITE).as("draft"), topic)
                                            .map(line -> new Topic(line.text())))),
                    "step 'draft'",
                    "is 'write_line' today and was 'draft'");
        }

        @Test
        void when_the_version_of_a_step_was_raised() {
            isRefused(
                    flow("draft", drafting(Draft.class, "2"), Draft::text),
                    "it was kept by version 1 of 'draft', which has version 2 today, and no upcast leads there");
        }

        @Test
        void when_the_output_of_a_step_has_another_field() {
            isRefused(
                    flow("draft", drafting(LongDraft.class, "1"), LongDraft::text),
                    "the output type LongDraft of 'draft' has changed",
                    "raise the version and register an upcast");
        }

        @Test
        void when_the_output_of_a_step_has_a_field_less() {
            isRefused(flow("draft", drafting(ShortDraft.class, "1"), made -> "x"), "the output type ShortDraft");
        }

        @Test
        void when_a_field_of_the_output_has_another_type() {
            isRefused(flow("draft", drafting(NumberDraft.class, "1"), made -> "x"), "the output type NumberDraft");
        }

        @Test
        void when_a_step_would_be_given_something_else() {
            ToolFlow<Topic, Line> louder = ToolFlow.define(
                    "changed",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            WRITE,
                            flow.step(drafting(Draft.class, "1"), topic.map(t -> new Topic(t.text() + "!")))
                                    .map(made -> new Topic(made.text()))));

            isRefused(louder, "run 'mine', step 'draft'", "accepted for another input", "fork the run from that step");
        }

        @Test
        void when_the_mapping_to_a_step_throws_now() {
            ToolFlow<Topic, Line> broken = ToolFlow.define(
                    "changed",
                    Topic.class,
                    (flow, topic) -> flow.step(
                            WRITE,
                            flow.step(drafting(Draft.class, "1"), topic.<Topic>map(t -> {
                                        throw new IllegalStateException("broken");
                                    }))
                                    .map(made -> new Topic(made.text()))));

            isRefused(broken, "step 'draft'", "accepted for another input");
        }

        @Test
        void when_the_input_is_another_record() {
            ToolFlow<LongDraft, Line> other = ToolFlow.define(
                    "changed",
                    LongDraft.class,
                    (flow, given) -> flow.step(
                            WRITE,
                            flow.step(drafting(Draft.class, "1"), given.map(g -> new Topic(g.text())))
                                    .map(made -> new Topic(made.text()))));

            isRefused(other, "run 'mine': its input is not one of LongDraft as that is now");
        }
    }

    @Nested
    class A_run_goes_on {
        @Test
        void when_an_upcast_makes_its_outputs_fit() {
            StepDefinition<Topic, LongDraft> draft = drafting(LongDraft.class, "3");
            ToolFlowEngine engine = processes.begin(Durability.in(processes.store)
                    .upcast(draft, "1", "2", json -> ((ObjectNode) json).put("remark", "as it was"))
                    .upcast(draft, "2", "3", json -> {
                        ObjectNode object = (ObjectNode) json;
                        object.set("note", object.remove("remark"));
                        return object;
                    }));

            ToolFlowResult<Line> resumed = engine.resume(flow("draft", draft, LongDraft::text), "mine");

            assertThat(resumed.output()).isEqualTo(CALM);
            assertThat(resumed.step(draft).output()).contains(new LongDraft("tea", "as it was"));
        }

        @Test
        void when_a_step_was_added_beside() {
            ToolFlow<Topic, Line> more = ToolFlow.define("changed", Topic.class, (flow, topic) -> {
                flow.local("beside", Line.class, topic, t -> new Line("new"));
                return flow.step(
                        WRITE, flow.step(drafting(Draft.class, "1"), topic).map(made -> new Topic(made.text())));
            });

            assertThat(processes.begin().resume(more, "mine").status()).isEqualTo(RunStatus.COMPLETED);
        }

        @Test
        void when_only_what_it_has_not_come_to_was_changed() {
            ToolFlow<Topic, Line> louder = flow("draft", drafting(Draft.class, "1"), made -> made.text() + "!");

            assertThat(processes.begin().resume(louder, "mine").output()).isEqualTo(CALM);
        }

        @Test
        void by_a_fork_when_what_has_changed_is_done_anew() {
            StepDefinition<Topic, LongDraft> draft = drafting(LongDraft.class, "1");
            processes.mock.on(draft).reply(new LongDraft("tea", "new"));

            var forked = processes.begin().forkFrom(flow("draft", draft, LongDraft::text), "mine", "draft");

            assertThat(forked.result().join().output()).isEqualTo(CALM);
        }
    }

    @Nested
    class A_completed_run {
        @Test
        void is_not_shown_as_something_else_by_a_changed_flow() {
            ToolFlow<Topic, Line> flow = flow("draft", drafting(Draft.class, "1"), Draft::text);
            processes.begin().resume(flow, "mine");
            StoredRun before = processes.stored("mine");
            ToolFlow<Topic, Line> louder = flow("draft", drafting(Draft.class, "1"), made -> made.text() + "!");

            assertThatThrownBy(() -> processes.begin().resume(louder, "mine"))
                    .isInstanceOf(RunIncompatibleException.class)
                    .hasMessageContaining("step 'write_line'");
            assertThat(processes.stored("mine")).isEqualTo(before);
        }
    }
}
