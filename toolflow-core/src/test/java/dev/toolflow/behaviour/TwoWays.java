package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.writing;

import dev.toolflow.ToolFlow;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.OnFailure;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;

/** Two steps side by side, of which one may fail, and a step behind each. */
final class TwoWays {
    static final StepDefinition<Topic, Line> BAD = writing("bad");
    static final StepDefinition<Topic, Line> BESIDE = writing("beside");
    static final StepDefinition<Topic, Line> AFTER_BAD = writing("after_bad");
    static final StepDefinition<Topic, Line> AFTER_BESIDE = writing("after_beside");

    private TwoWays() {}

    static ToolFlow<Topic, Line> flow(OnFailure policy, boolean outputNeedsBad) {
        return ToolFlow.define("two-ways", Topic.class, (flow, topic) -> {
            var bad = flow.step(ToolCallStep.of(BAD).maxRetries(0).onFailure(policy), topic);
            var beside = flow.step(BESIDE, topic);
            var afterBad = flow.step(AFTER_BAD, bad.map(line -> new Topic("after " + line.text())));
            var afterBeside = flow.step(AFTER_BESIDE, beside.map(line -> new Topic(line.text())));
            return outputNeedsBad ? afterBad : afterBeside;
        });
    }
}
