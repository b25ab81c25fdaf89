package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.FlowStep;
import dev.toolflow.FlowStep.Kind;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlowGraphTest {
    private final ToolFlow<Topics, Integer> poster = ToolFlow.define("poster", Topics.class, (flow, topics) -> {
        var lines = flow.each(ToolCallStep.of(WRITE).as("lines"), topics.map(Topics::each));
        var best = flow.local("best", lines, all -> all.get(0));
        var picture = flow.step(DRAW, best.map(line -> ImageGenerationInput.of(line.text())), lines);
        var touched = flow.step(
                ImageEditStepDefinition.create(), picture.map(made -> ImageEditInput.of("brighter", made.image())));
        var title = flow.step(WRITE, topics.map(t -> new Topic("all of " + t.texts())));
        return touched.and(title).map((image, line) -> 1);
    });

    @Nested
    class A_flow_that_was_defined {
        @Test
        void tells_its_steps_and_what_they_wait_for() {
            assertThat(poster.steps())
                    .containsExactly(
                            new FlowStep("lines", "write_line", Kind.CHAT, true, List.of()),
                            new FlowStep("best", "best", Kind.LOCAL, false, List.of("lines")),
                            new FlowStep(
                                    "generate_image",
                                    "generate_image",
                                    Kind.IMAGE_GENERATION,
                                    false,
                                    List.of("lines", "best")),
                            new FlowStep("edit_image", "edit_image", Kind.IMAGE_EDIT, false, List.of("generate_image")),
                            new FlowStep("write_line", "write_line", Kind.CHAT, false, List.of()));
        }

        @Test
        void draws_itself() {
            assertThat(poster.mermaid()).isEqualTo("""
                            flowchart LR
                              n0([input])
                              n1["lines[*]"]
                              n0 --> n1
                              n2["best"]
                              n1 --> n2
                              n3["generate_image"]
                              n1 --> n3
                              n2 --> n3
                              n4["edit_image"]
                              n3 --> n4
                              n5["write_line"]
                              n0 --> n5
                            """);
        }

        @Test
        void shows_the_steps_that_audit_others() {
            var judged = ToolFlow.define(
                    "judged",
                    Topics.class,
                    (flow, topics) ->
                            flow.each(ToolCallStep.of(WRITE).as("line").audit(Tones.tone()), topics.map(Topics::each)));

            assertThat(judged.steps())
                    .containsExactly(
                            new FlowStep("line", "write_line", Kind.CHAT, true, List.of()),
                            new FlowStep("line~tone", "judge_tone", Kind.CHAT, true, List.of("line")));
            assertThat(judged.mermaid()).isEqualTo("""
                            flowchart LR
                              n0([input])
                              n1["line[*]"]
                              n0 --> n1
                              n1a1["line[*]~tone"]
                              n1 -.-> n1a1
                            """);
        }

        @Test
        void draws_quotes_in_an_id_so_that_the_chart_stays_whole() {
            var quoted = ToolFlow.define(
                    "quoted",
                    Topic.class,
                    (flow, topic) -> flow.step(ToolCallStep.of(WRITE).as("the \"best\""), topic));

            assertThat(quoted.mermaid()).contains("n1[\"the #quot;best#quot;\"]");
        }

        @Test
        void draws_backticks_in_an_id_or_a_name_so_that_the_chart_stays_whole() {
            var inner = ToolFlow.define(
                    "`inner`",
                    Topic.class,
                    (flow, topic) -> flow.step(ToolCallStep.of(WRITE).as("`best`"), topic));
            var outer = ToolFlow.define("outer", Topic.class, (flow, topic) -> flow.subflow("`sub", inner, topic));

            assertThat(outer.mermaid())
                    .contains("[\"#96;sub: #96;inner#96;\"]", "{{\"#96;sub\"}}", "[\"#96;best#96;\"]")
                    .doesNotContain("`");
            try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
                assertThat(engine.plan(outer, TEA).mermaid())
                        .contains("[\"#96;best#96;<br/>")
                        .doesNotContain("`");
            }
        }

        @Test
        void tells_its_name_and_its_input() {
            assertThat(poster.name()).isEqualTo("poster");
            assertThat(poster.inputType()).isEqualTo(Topics.class);
            assertThat(poster).hasToString("ToolFlow[poster, steps=5]");
        }
    }
}
