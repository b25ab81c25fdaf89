package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.FanOut;
import dev.toolflow.FlowStep;
import dev.toolflow.FlowStep.Kind;
import dev.toolflow.InvalidFlowException;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShapesInTheGraphTest {
    private static final StepDefinition<Topic, Line> POLISH = writing("polish");

    private static final ToolFlow<Topic, Line> VERSE =
            ToolFlow.define("verse", Topic.class, (flow, topic) -> flow.step(POLISH, topic));

    private static final ToolFlow<Topics, Line> POEM = ToolFlow.define("poem", Topics.class, (flow, topics) -> {
        var first = topics.map(t -> t.each().get(0));
        var draft = flow.step(WRITE, first);
        var line = flow.choose(
                draft.map(l -> l.text().isBlank()),
                then -> then.step(ToolCallStep.of(WRITE).as("again"), first),
                otherwise -> draft);
        var polished = flow.repeat(
                "loop",
                3,
                line,
                (round, last) -> round.step(POLISH, last.and(draft).map((l, d) -> new Topic(l.text()))),
                l -> true);
        var ok = flow.approve("ok", polished, Boolean.class);
        var sub = flow.subflow("sub", VERSE, ok.and(first).map((yes, t) -> t));
        flow.each("verses", VERSE, topics.map(Topics::each), FanOut.unbounded());
        return sub;
    });

    @Test
    void steps_list_every_shape_and_what_is_within() {
        assertThat(POEM.steps())
                .containsExactly(
                        new FlowStep("write_line", "write_line", Kind.CHAT, false, List.of()),
                        new FlowStep("choose#1", "choose", Kind.CHOICE, false, List.of("write_line")),
                        new FlowStep("again", "write_line", Kind.CHAT, false, List.of("choose#1")),
                        new FlowStep("loop", "repeat", Kind.LOOP, false, List.of("write_line", "choose#1")),
                        new FlowStep("loop#*/polish", "polish", Kind.CHAT, false, List.of("loop", "write_line")),
                        new FlowStep("ok", "approve", Kind.APPROVAL, false, List.of("loop")),
                        new FlowStep("sub", "subflow", Kind.SUBFLOW, false, List.of("ok")),
                        new FlowStep("sub/polish", "polish", Kind.CHAT, false, List.of("sub")),
                        new FlowStep("verses", "subflow", Kind.SUBFLOW, true, List.of()),
                        new FlowStep("verses[*]/polish", "polish", Kind.CHAT, false, List.of("verses")));
    }

    @Test
    void mermaid_draws_every_shape_as_a_frame_around_its_steps() {
        assertThat(POEM.mermaid()).isEqualTo("""
                        flowchart LR
                          n0([input])
                          n1["write_line"]
                          n0 --> n1
                          subgraph n2g["choose#1"]
                          n2{"choose#1"}
                          n2x1["again"]
                          n2 -->|yes| n2x1
                          end
                          n1 --> n2
                          subgraph n3g["loop: up to 3 rounds"]
                          n3{{"loop"}}
                          n3x1["polish"]
                          n3 --> n3x1
                          end
                          n1 --> n3x1
                          n1 --> n3
                          n2g --> n3
                          n4[\\"ok"/]
                          n3g --> n4
                          subgraph n5g["sub: verse"]
                          n5{{"sub"}}
                          n5x1["polish"]
                          n5 --> n5x1
                          end
                          n4 --> n5
                          subgraph n6g["verses[*]: verse"]
                          n6{{"verses"}}
                          n6x1["polish"]
                          n6 --> n6x1
                          end
                          n0 --> n6
                        """);
    }

    @Test
    void a_setting_that_an_image_model_does_not_take_is_found_within_before_anything_is_called() {
        var picture = ToolFlow.define(
                "picture",
                Topic.class,
                (flow, topic) -> flow.step(
                                ToolCallStep.of(DRAW)
                                        .images(ImageSettings.none().quality("hd")),
                                topic.map(t -> ImageGenerationInput.of(t.text())))
                        .map(output -> output.image().sha256()));
        var outer = ToolFlow.define("outer", Topic.class, (flow, topic) -> flow.subflow("sub", picture, topic));

        try (var engine = ToolFlowEngine.create(MockOpenAiToolService.create())) {
            assertThatThrownBy(() -> engine.run(outer, TEA))
                    .isInstanceOf(InvalidFlowException.class)
                    .hasMessageContaining("step 'sub/generate_image'");
        }
    }
}
