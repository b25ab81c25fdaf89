package dev.toolflow.audit;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Decides from the issues of an output whether the step may use it. Pure and thread-safe.
 *
 * <pre>{@code ToolCallStep.of(PALETTE).passWhen(PassCriterion.noneAtLeast(IssueSeverity.HIGH))}</pre>
 */
@FunctionalInterface
public interface PassCriterion {

    /** Returns whether an output with these issues is accepted. */
    boolean passes(List<Issue> issues);

    /** Says in one line why an output with these issues is not accepted. Default: the messages of the worst issues. */
    default String failureReason(List<Issue> issues) {
        return issues.stream()
                .map(Issue::severity)
                .max(IssueSeverity::compareTo)
                .map(worst -> issues.stream()
                        .filter(issue -> issue.severity() == worst)
                        .map(PassCriterion::inOneLine)
                        .collect(Collectors.joining("; ")))
                .orElse("the pass criterion refused an output without issues");
    }

    /** Accepts an output that has no issue of this severity or worse. */
    static PassCriterion noneAtLeast(IssueSeverity severity) {
        return issues -> Issue.atLeast(severity, issues).isEmpty();
    }

    /** Accepts an output that has no {@link IssueSeverity#CRITICAL} issue: the default. */
    static PassCriterion noCritical() {
        return noneAtLeast(IssueSeverity.CRITICAL);
    }

    private static String inOneLine(Issue issue) {
        return issue.path() == null ? issue.message() : issue.path() + ": " + issue.message();
    }
}
