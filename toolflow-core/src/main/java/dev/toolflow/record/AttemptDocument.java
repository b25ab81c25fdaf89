package dev.toolflow.record;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step. Its output is the text of its JSON: as a part of a tree, the scale of decimals and the sign of zero would
 * be lost.
 */
sealed interface AttemptDocument {

    /** An output that was accepted. */
    record Accepted(int number, String output, VerdictDocument verdict, MadeDocument made) implements AttemptDocument {}

    /** An output that did not pass. */
    record Rejected(int number, String output, VerdictDocument verdict, String reason, MadeDocument made)
            implements AttemptDocument {}

    /** A try without an output, or with one that could not be judged to the end. */
    record Failed(int number, @Nullable String output, ErrorDocument error, List<Issue> issues, MadeDocument made)
            implements AttemptDocument {}

    /** What was found of an output. */
    record VerdictDocument(List<Issue> issues, @Nullable Double score) {

        static VerdictDocument of(Verdict verdict, Redaction redaction) {
            return new VerdictDocument(
                    redaction.issues(verdict.issues()),
                    verdict.score().isPresent() ? verdict.score().getAsDouble() : null);
        }

        Verdict verdict() {
            Verdict verdict = Verdict.of(issues);
            return score == null ? verdict : verdict.score(score);
        }
    }
}
