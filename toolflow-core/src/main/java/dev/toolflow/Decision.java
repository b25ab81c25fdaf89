package dev.toolflow;

import java.util.List;

/**
 * What a person decided.
 *
 * @param id of what was asked
 * @param answer theirs
 */
record Decision(String id, Object answer) {

    static IllegalStateException notAsked(String id, boolean decided, List<String> open) {
        return new IllegalStateException(
                decided
                        ? "approval '" + id + "' is decided already; the first decision holds"
                        : "nothing is asked under '" + id + "'; what the run asks now is " + open
                                + "; decide one of these, or wait until it is asked");
    }
}
