package dev.toolflow;

import java.util.List;

/**
 * A step of a flow as it stands in the graph. Immutable.
 *
 * @param id the step's id
 * @param tool the name of its tool
 * @param kind who does it
 * @param each whether it is done once for each item of a list
 * @param after the ids of the steps whose results it uses
 */
public record FlowStep(String id, String tool, Kind kind, boolean each, List<String> after) {
    /** Copies the list. */
    public FlowStep {
        after = List.copyOf(after);
    }

    /** Who does a step. */
    public enum Kind {
        /** A chat model. */
        CHAT,
        /** An image model, from a prompt. */
        IMAGE_GENERATION,
        /** An image model, from images. */
        IMAGE_EDIT,
        /** The user's own code. */
        LOCAL
    }
}
