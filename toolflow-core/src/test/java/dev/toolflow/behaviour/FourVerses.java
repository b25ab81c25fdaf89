package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.writing;

import dev.toolflow.FanOut;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.behaviour.Lines.Topics;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;

/** A line for each of four topics. */
final class FourVerses {
    static final StepDefinition<Topic, Line> AFTER = writing("after");
    static final Topics FOUR = new Topics(List.of("a", "b", "c", "d"));

    final MockOpenAiToolService mock = MockOpenAiToolService.create();

    static ToolFlow<Topics, List<Line>> eachOf(ToolCallStep<Topic, Line> step, FanOut fanOut) {
        return ToolFlow.define(
                "verses", Topics.class, (flow, topics) -> flow.each(step, topics.map(Topics::each), fanOut));
    }

    ToolFlowResult<List<Line>> run(ToolFlow<Topics, List<Line>> flow) {
        try (var engine = ToolFlowEngine.create(mock)) {
            return engine.run(flow, FOUR);
        }
    }
}
