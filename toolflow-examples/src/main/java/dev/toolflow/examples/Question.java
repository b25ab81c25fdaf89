package dev.toolflow.examples;

import dev.toolflow.Approval;
import java.util.List;

/**
 * What a person is asked before a run goes on. Immutable.
 *
 * @param about what there is to look at
 * @param text the question, to be answered with yes or no
 * @param waiting what waits for the answer, and how to go on where nobody can be asked
 */
record Question(List<Highlight> about, String text, String waiting) {
    Question {
        about = List.copyOf(about);
    }

    /** A question that nothing more is known of. */
    static Question of(Approval approval) {
        String id = approval.id();
        return new Question(List.of(), id + "?", "the answer to " + id);
    }
}
