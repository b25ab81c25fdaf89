package dev.toolflow.audit;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with an output: data, not an exception. Immutable.
 *
 * <pre>{@code
 * Issue.critical("two colours are equal").at("colors[3]").suggest("choose five distinct colours")
 * }</pre>
 *
 * @param severity how much it matters
 * @param message what is wrong, for the model and for a person; not blank
 * @param path where in the output, such as {@code colors[3]}, or null when it concerns the whole
 * @param suggestion what would mend it, or null
 * @param source the audit that found it; the engine fills it in, empty until then
 */
public record Issue(
        IssueSeverity severity,
        String message,
        @Nullable String path,
        @Nullable String suggestion,
        String source) {

    /** Checks that severity, message and source are there. */
    public Issue {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(source, "source");
        if (message.isBlank()) {
            throw new IllegalArgumentException("message: must not be blank; say what is wrong with the output");
        }
    }

    /** An issue of the given severity, without path or suggestion. */
    public static Issue of(IssueSeverity severity, String message) {
        return new Issue(severity, message, null, null, "");
    }

    /** An issue that fails the attempt by default. */
    public static Issue critical(String message) {
        return of(IssueSeverity.CRITICAL, message);
    }

    /** An issue that the next attempt is told about. */
    public static Issue high(String message) {
        return of(IssueSeverity.HIGH, message);
    }

    /** An issue for a person to look at. */
    public static Issue medium(String message) {
        return of(IssueSeverity.MEDIUM, message);
    }

    /** A matter of taste. */
    public static Issue low(String message) {
        return of(IssueSeverity.LOW, message);
    }

    /** Those of the issues that are of this severity or worse, in their order. */
    public static List<Issue> atLeast(IssueSeverity least, List<Issue> issues) {
        return issues.isEmpty()
                ? List.of()
                : issues.stream()
                        .filter(issue -> issue.severity().isAtLeast(least))
                        .toList();
    }

    /** The same issue at a place in the output, such as {@code colors[3]}. */
    public Issue at(String where) {
        return new Issue(severity, message, where, suggestion, source);
    }

    /** The same issue with a remedy that the next attempt is told. */
    public Issue suggest(String remedy) {
        return new Issue(severity, message, path, remedy, source);
    }

    /** The same issue as found by the named audit. */
    public Issue from(String audit) {
        return new Issue(severity, message, path, suggestion, audit);
    }
}
