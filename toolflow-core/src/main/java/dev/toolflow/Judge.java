package dev.toolflow;

import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.schema.JsonType;
import dev.toolflow.schema.Violation;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepException;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.ToolCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a typed output is accepted: it is sanitized, then validated, then audited by functions and, if it passes so
 * far, by steps. For one thread.
 *
 * @param <I> what the step was given
 * @param <O> what is judged
 */
final class Judge<I, O> {
    private static final String VALIDATION = "validation";

    private final StepCode code;
    private final String stepId;
    private final ToolCallStep<I, O> step;
    private final I given;
    private final AuditSteps<I, O> auditSteps;

    /** @param code runs the audits */
    Judge(StepCode code, ToolCallStep<I, O> step, I given, AuditSteps<I, O> auditSteps) {
        this.code = code;
        this.stepId = code.stepId();
        this.step = step;
        this.given = given;
        this.auditSteps = auditSteps;
    }

    /**
     * Returns the attempt that this output makes; a failed one with the output as it was received where the sanitizer or the
     * pass criterion throws.
     */
    Attempt<O> judge(O raw, int number, Made made) {
        try {
            O output = UserCode.call(
                    stepId, "the output sanitizer", () -> step.outputSanitizer().apply(raw));
            return judged(output, number, made);
        } catch (StepException.CodeFailed e) {
            return new Attempt.Failed<>(number, raw, e, List.of(), made);
        }
    }

    /** The attempt that an output makes which was accepted before, if it still passes without asking its audits again. */
    Optional<Attempt<O>> recalled(O raw, CachedResult earlier, BegunAttempt begun) {
        O output = UserCode.call(
                stepId, "the output sanitizer", () -> step.outputSanitizer().apply(raw));
        List<Issue> valid = UserCode.call(stepId, "validating its output", () -> violations(output));
        Verdict verdict = earlier.verdict(valid, VALIDATION);
        return passes(verdict)
                ? Optional.of(new Attempt.Accepted<>(1, output, verdict, begun.recalled()))
                : Optional.empty();
    }

    /** Whether there is an output that was not judged to the end. */
    static boolean isUnjudged(Attempt<?> attempt) {
        return attempt instanceof Attempt.Failed<?> failed
                && failed.output().isPresent()
                && (failed.error() instanceof StepException.AuditFailed
                        || failed.error() instanceof StepException.CodeFailed
                        || failed.error() instanceof ToolCallException.Cancelled);
    }

    /** Judges what could not be judged before; only what the step's own code failed on is not sanitized yet. */
    Attempt<O> again(Attempt.Failed<O> unjudged) {
        O output = unjudged.output().orElseThrow();
        if (unjudged.error() instanceof StepException.CodeFailed) {
            return judge(output, unjudged.number(), unjudged.made());
        }
        try {
            return judged(output, unjudged.number(), unjudged.made());
        } catch (StepException.CodeFailed e) {
            return new Attempt.Failed<>(unjudged.number(), output, e, List.of(), unjudged.made());
        }
    }

    /** A failed attempt with the output where an audit was at fault, or the run ended meanwhile. */
    private Attempt<O> judged(O output, int number, Made made) {
        List<Issue> issues = new ArrayList<>(UserCode.call(stepId, "validating its output", () -> violations(output)));
        Verdict verdict;
        try {
            step.judging().audits().forEach(audit -> issues.addAll(audited(audit, output)));
            verdict = audited(Verdict.of(issues), output, number);
        } catch (StepException.AuditFailed | ToolCallException.Cancelled e) {
            return new Attempt.Failed<>(number, output, e, issues, made);
        }
        return passes(verdict)
                ? new Attempt.Accepted<>(number, output, verdict, made)
                : new Attempt.Rejected<>(number, output, verdict, reason(verdict), made);
    }

    /** A step that judges costs money: it is not asked about what does not pass anyway. */
    private Verdict audited(Verdict plain, O output, int number) {
        Verdict all =
                auditSteps.isEmpty() || !passes(plain) ? plain : plain.and(auditSteps.verdict(given, output, number));
        return step.judging().candidates() > 1 ? all.scored() : all;
    }

    private boolean passes(Verdict verdict) {
        return UserCode.call(
                stepId,
                "the pass criterion",
                () -> step.judging().passCriterion().passes(verdict.issues()));
    }

    private String reason(Verdict verdict) {
        return UserCode.call(
                stepId,
                "the pass criterion",
                () -> step.judging().passCriterion().failureReason(verdict.issues()));
    }

    @SuppressWarnings("unchecked")
    private List<Issue> violations(O output) {
        JsonType<O> type = (JsonType<O>) JsonType.plain(output.getClass());
        List<Violation> violations = type.validate(output);
        return violations.isEmpty()
                ? List.of()
                : violations.stream().map(Judge::toIssue).toList();
    }

    private static Issue toIssue(Violation violation) {
        Issue issue = Issue.critical(violation.message()).from(VALIDATION);
        return violation.path().isEmpty() ? issue : issue.at(violation.path());
    }

    private List<Issue> audited(AuditFunction<? super O> audit, O output) {
        String name = UserCode.audit(stepId, "an audit's name", audit::name);
        String what = "audit '" + name + "'";
        List<Issue> found = UserCode.audit(stepId, what, () -> code.call(what, () -> audit.audit(output)));
        return UserCode.audit(stepId, what, () -> Verdict.of(found).from(name).issues());
    }
}
