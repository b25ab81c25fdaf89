package dev.toolflow.record;

import dev.toolflow.audit.Issue;
import dev.toolflow.run.Redactor;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes out of issues and errors what must not be kept. Thread-safe. */
record Redaction(Redactor redactor) {
    /** An issue has to say something. */
    private static final String NOTHING_LEFT = "removed before it was kept";

    String text(String text) {
        return Objects.requireNonNull(redactor.redact(text), "the redactor returned null; return an empty text");
    }

    @Nullable
    String textIfAny(@Nullable String text) {
        return text == null ? null : text(text);
    }

    List<Issue> issues(List<Issue> issues) {
        return issues.stream().map(this::issue).toList();
    }

    private Issue issue(Issue issue) {
        String message = text(issue.message());
        return new Issue(
                issue.severity(),
                message.isBlank() ? NOTHING_LEFT : message,
                issue.path(),
                textIfAny(issue.suggestion()),
                issue.source());
    }
}
