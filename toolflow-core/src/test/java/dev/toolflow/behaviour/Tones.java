package dev.toolflow.behaviour;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.StepAudit;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.List;
import java.util.function.UnaryOperator;

/** A step that judges the tone of a line. */
final class Tones {
    private Tones() {}

    record Question(String topic, String line) {}

    record Opinion(boolean friendly, int points) {}

    static final StepDefinition<Question, Opinion> JUDGE = ChatStepDefinition.named(
                    "judge_tone", Question.class, Opinion.class)
            .build();
    static final Opinion FRIENDLY = new Opinion(true, 90);
    static final Opinion HARSH = new Opinion(false, 20);

    static StepAudit<Topic, Line> tone() {
        return tone(step -> step);
    }

    /** The audit {@code tone} by a step with further settings. */
    static StepAudit<Topic, Line> tone(UnaryOperator<ToolCallStep<Question, Opinion>> judge) {
        return StepAudit.of(
                judge.apply(ToolCallStep.of(JUDGE).as("tone")),
                (topic, line) -> new Question(topic.text(), line.text()),
                Tones::verdict);
    }

    private static Verdict verdict(Opinion opinion) {
        List<Issue> issues = opinion.friendly()
                ? List.of()
                : List.of(Issue.critical("not friendly").suggest("smile"));
        return Verdict.of(issues).score(opinion.points());
    }
}
