package dev.toolflow.openai;

import dev.toolflow.audit.Issue;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolInput.Feedback;
import dev.toolflow.tool.ToolInput.Included;
import java.util.ArrayList;
import java.util.List;

/** What a model is told of earlier steps and of its own earlier attempts. Pure. */
final class FeedbackText {
    private FeedbackText() {}

    /** The system message of a chat call; empty when there is nothing to say. */
    static String system(ToolCallRequest request) {
        List<String> parts = new ArrayList<>();
        if (!request.tool().instructions().isBlank()) {
            parts.add(request.tool().instructions());
        }
        if (!request.input().included().isEmpty()) {
            parts.add(included(request.input().included()));
        }
        if (!request.input().feedback().isEmpty()) {
            parts.add(attempts(request.input().feedback()));
        }
        return String.join("\n\n", parts);
    }

    private static String included(List<Included> results) {
        StringBuilder text = new StringBuilder("# Results of earlier steps");
        for (Included result : results) {
            text.append("\n\n## ").append(result.stepId()).append('\n').append(result.outputJson());
            issues(text, "Known issues:", result.issues());
        }
        return text.toString();
    }

    private static String attempts(List<Feedback> feedback) {
        StringBuilder text = new StringBuilder("# Your earlier attempts at this task, none of which was accepted");
        for (Feedback attempt : feedback) {
            text.append("\n\n## Attempt ").append(attempt.attempt()).append('\n');
            text.append(attempt.outputJson() == null ? "Your answer could not be read." : attempt.outputJson());
            issues(text, "Issues:", attempt.issues());
        }
        return text.append("\n\nAnswer again, complete, with every issue corrected.")
                .toString();
    }

    private static void issues(StringBuilder text, String title, List<Issue> issues) {
        if (!issues.isEmpty()) {
            text.append('\n').append(title);
        }
        for (Issue issue : issues) {
            text.append("\n- ").append(issue.severity()).append(": ").append(line(issue));
        }
    }

    /** One issue as a model is told of it. */
    static String line(Issue issue) {
        String where = issue.path() == null ? "" : " (at " + issue.path() + ")";
        String remedy = issue.suggestion() == null ? "" : ". Suggestion: " + issue.suggestion();
        return issue.message() + where + remedy;
    }
}
