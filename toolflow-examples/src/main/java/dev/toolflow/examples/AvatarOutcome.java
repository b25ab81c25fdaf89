package dev.toolflow.examples;

import dev.toolflow.RunStatus;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.avatars.Avatars;
import dev.toolflow.examples.avatars.Manifest.Entry;
import dev.toolflow.examples.avatars.Persona;
import java.util.List;
import java.util.Optional;

/**
 * How it went with a persona. Immutable.
 *
 * @param persona who
 * @param entry what there is of them now, if anything
 * @param result this run, if there was one
 * @param state in a word
 * @param missing what has still to be bought of them, in words
 */
record AvatarOutcome(
        Persona persona,
        Optional<Entry> entry,
        Optional<ToolFlowResult<Avatars>> result,
        State state,
        List<String> missing) {
    AvatarOutcome {
        missing = List.copyOf(missing);
    }

    /** How it went. */
    enum State {
        /** All was made, now. */
        DONE("done"),
        /** All had been made before. */
        KEPT("done before"),
        /** Something was not made. */
        FAILED("failed"),
        /** It was stopped, since the next call might have cost more than was left. */
        OVER_BUDGET("over budget"),
        /** It was interrupted. */
        CANCELLED("cancelled"),
        /** It was not begun, as the batch was interrupted or out of money. */
        SKIPPED("not begun");

        private final String words;

        State(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        static State of(RunStatus status) {
            return switch (status) {
                case COMPLETED -> DONE;
                case OVER_BUDGET -> OVER_BUDGET;
                case CANCELLED -> CANCELLED;
                default -> FAILED;
            };
        }
    }

    /** Whether all pictures are there. */
    boolean isWhole() {
        return state == State.DONE || state == State.KEPT;
    }

    /** Why not all are, in a line. */
    Optional<String> failure() {
        return result.flatMap(Failure::of);
    }
}
