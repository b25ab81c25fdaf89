package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ToolCallStep;
import java.util.List;

/** A step that takes one line alone, and what its audit says of all others. */
final class StrictLines {
    static final Line BAD = new Line("bad");

    private StrictLines() {}

    static ToolCallStep<Topic, Line> strict() {
        return ToolCallStep.of(WRITE)
                .audit(AuditFunction.named("words", line -> line.equals(CALM) ? List.of() : ofEverySeverity()));
    }

    static List<Issue> ofEverySeverity() {
        return List.of(
                Issue.low("dull"),
                Issue.high("loud").suggest("whisper"),
                Issue.medium("short"),
                Issue.critical("rude").at("text"));
    }
}
