package dev.toolflow.testing;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.DRAW;
import static dev.toolflow.behaviour.Lines.ONE_LINE;
import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.WRITE;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.pictureFlow;
import static dev.toolflow.behaviour.Lines.writing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TwoDefinitionsOfOneNameTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private final ImageGenerationStepDefinition other = ImageGenerationStepDefinition.create();
    private final StepDefinition<Topic, Line> otherLine = writing(WRITE.name());

    private ToolFlowResult<Line> runOther() {
        return engine.run(flowOf(ToolCallStep.of(otherLine)), TEA);
    }

    @Test
    void have_a_script_each() {
        mock.on(DRAW).image(8, 8);
        mock.on(other).image(3, 5);

        var second = engine.run(pictureFlow(ToolCallStep.of(other)), TEA).step(other);
        var first = engine.run(pictureFlow(ToolCallStep.of(DRAW)), TEA).step(DRAW);

        assertThat(second.output().orElseThrow().image().width()).isEqualTo(3);
        assertThat(first.output().orElseThrow().image().width()).isEqualTo(8);
    }

    @Test
    void answer_with_their_own_types() {
        StepDefinition<Topic, Topics> list = ChatStepDefinition.named(WRITE.name(), Topic.class, Topics.class)
                .build();
        mock.on(WRITE).reply(CALM);
        mock.on(list).reply(new Topics(List.of("tea", "tin")));

        var result = engine.run(ToolFlow.define("list", Topic.class, (flow, topic) -> flow.step(list, topic)), TEA);

        assertThat(result.output().texts()).containsExactly("tea", "tin");
    }

    @Test
    void have_their_requests_apart() {
        mock.on(WRITE).reply(CALM);
        mock.on(otherLine).reply(CALM, CALM);
        engine.run(ONE_LINE, TEA);
        runOther();
        runOther();

        assertThat(mock.requests(WRITE)).hasSize(1);
        assertThat(mock.requests(otherLine)).hasSize(2);
        assertThat(mock.requests()).hasSize(3);
    }

    @Test
    void are_told_apart_where_only_one_was_scripted() {
        mock.on(WRITE).reply(CALM);
        engine.run(ONE_LINE, TEA);

        assertThat(runOther().error().orElseThrow())
                .hasRootCauseMessage("unscripted call 1 of tool 'write_line'; another definition of this name was "
                        + "scripted, not this one; give mock.on(…) the definition that the flow uses");
    }
}
