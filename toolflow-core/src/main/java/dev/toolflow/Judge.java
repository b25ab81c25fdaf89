package dev.toolflow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides whether a typed output is accepted: it is sanitized, then validated, then audited. Immutable.
 *
 * @param <O> what is judged
 */
final class Judge<O> {
    private static final String VALIDATION = "validation";

    private final String stepId;
    private final ToolCallStep<?, O> step;

    Judge(String stepId, ToolCallStep<?, O> step) {
        this.stepId = stepId;
        this.step = step;
    }

    /**
     * Returns the attempt that this output makes.
     *
     * @throws StepException when a sanitizer or an audit throws
     */
    Attempt<O> judge(O raw, int number, Made made) {
        O output = UserCode.call(
                stepId, "the output sanitizer", () -> step.outputSanitizer().apply(raw));
        List<Issue> issues = new ArrayList<>(UserCode.call(stepId, "validating its output", () -> violations(output)));
        for (AuditFunction<? super O> audit : step.judging().audits()) {
            issues.addAll(audited(audit, output));
        }
        boolean passes = UserCode.call(
                stepId,
                "the pass criterion",
                () -> step.judging().passCriterion().passes(List.copyOf(issues)));
        return passes
                ? new Attempt.Accepted<>(number, output, issues, made)
                : new Attempt.Rejected<>(number, output, issues, reason(issues), made);
    }

    private String reason(List<Issue> issues) {
        return UserCode.call(
                stepId,
                "the pass criterion",
                () -> step.judging().passCriterion().failureReason(issues));
    }

    @SuppressWarnings("unchecked")
    private List<Issue> violations(O output) {
        JsonType<O> type = (JsonType<O>) JsonType.plain(output.getClass());
        return type.validate(output).stream().map(Judge::toIssue).toList();
    }

    private static Issue toIssue(Violation violation) {
        Issue issue = Issue.critical(violation.message()).from(VALIDATION);
        return violation.path().isEmpty() ? issue : issue.at(violation.path());
    }

    private List<Issue> audited(AuditFunction<? super O> audit, O output) {
        try {
            String name = UserCode.call(stepId, "an audit's name", audit::name);
            return UserCode.call(
                    stepId,
                    "audit '" + name + "'",
                    () -> audit.audit(output).stream()
                            .map(issue -> issue.source().isEmpty() ? issue.from(name) : issue)
                            .toList());
        } catch (StepException.CodeFailed e) {
            throw new StepException.AuditFailed(
                    e.getMessage() + " and mend the audit", e.getCause() == null ? e : e.getCause());
        }
    }
}
