package dev.toolflow.examples.flow;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.IssueSeverity;

/** How hard an audit of taste is: what a careful designer would change, though the output can be used as it is. */
public enum Taste {
    /** Said in the report and to the next attempt, but it fails nothing: the default. */
    ADVISES(IssueSeverity.HIGH),
    /** Fails the attempt: the option {@code --strict}. */
    INSISTS(IssueSeverity.CRITICAL);

    private final IssueSeverity severity;

    Taste(IssueSeverity severity) {
        this.severity = severity;
    }

    /** An issue of taste. */
    Issue issue(String message) {
        return Issue.of(severity, message);
    }
}
