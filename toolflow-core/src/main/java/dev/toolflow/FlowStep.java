package dev.toolflow;

import java.util.List;

/**
 * A step of a flow as it stands in the graph. Immutable.
 *
 * @param id the step's id path, with {@code *} for the number of a loop's round or of an item
 * @param tool the name of its tool; of a shape {@code choose}, {@code repeat}, {@code subflow} or {@code approve}
 * @param kind who does it
 * @param each whether it is done once for each item of a list
 * @param after the ids of the steps that it waits for: those whose results it uses, and the shape that it is within, such as
 *     the choice that takes its branch
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
        LOCAL,
        /** The run itself: it takes one of two branches. */
        CHOICE,
        /** The run itself: it does the steps within again and again. */
        LOOP,
        /** The steps of another flow. */
        SUBFLOW,
        /** A person. */
        APPROVAL
    }
}
