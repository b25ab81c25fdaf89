package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolInput;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a step's next attempt is told of those before it. For one thread. */
final class StepFeedback {
    /** The step's id before, the remedy and the request id behind what a reply is blamed for. */
    private static final Pattern FOR_THE_USER =
            Pattern.compile("^step '[^']*': |(; | \\(request id ).*$", Pattern.DOTALL);

    private final ToolCallStep<?, ?> step;
    private final List<ToolInput.Feedback> attempts = new ArrayList<>();

    StepFeedback(ToolCallStep<?, ?> step) {
        this.step = step;
    }

    List<ToolInput.Feedback> attempts() {
        return List.copyOf(attempts);
    }

    /** An output was judged. */
    void judged(Attempt<?> attempt, @Nullable String json) {
        attempts.add(new ToolInput.Feedback(
                attempt.number(), json, Issue.atLeast(step.judging().severityFilter(), attempt.issues())));
    }

    /** There was no output to judge. */
    void unusable(RuntimeException error, @Nullable String json, int number) {
        attempts.add(isImage() ? brokenImage(number) : unusableReply(error, json, number));
    }

    /** What was wrong, without what only the user of this library can do about it. */
    private static ToolInput.Feedback unusableReply(RuntimeException error, @Nullable String json, int number) {
        String wrong = FOR_THE_USER.matcher(String.valueOf(error.getMessage())).replaceAll("");
        Issue issue = Issue.critical(wrong.isBlank() ? "the reply could not be used" : wrong)
                .from("reply")
                .suggest("answer with exactly one call of the tool, complete and no longer than needed");
        return new ToolInput.Feedback(number, json, List.of(issue));
    }

    /** A picture that arrived broken says nothing about the prompt, so the prompt stays as it is. */
    private static ToolInput.Feedback brokenImage(int number) {
        return new ToolInput.Feedback(number, null, List.of());
    }

    private boolean isImage() {
        return Endpoint.forTool(step.definition().name()).isImage();
    }
}
