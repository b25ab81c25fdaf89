package dev.toolflow.examples.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The avatars of all personas, as their page shows them. Immutable.
 *
 * @param status of the batch
 * @param isMadeUp whether the answers come from the fake server
 * @param facts about the batch
 * @param cards one for each persona
 */
public record AvatarsView(String status, boolean isMadeUp, List<Report.Fact> facts, List<PersonaCard> cards) {
    /** Copies the lists. */
    public AvatarsView {
        facts = List.copyOf(facts);
        cards = List.copyOf(cards);
    }

    /**
     * A persona.
     *
     * @param head who, and how it went
     * @param failure why not all was made, or null
     * @param shots the pictures, the selfie first
     * @param steps of this run, if there was one
     */
    public record PersonaCard(Head head, @Nullable String failure, List<Shot> shots, List<StepView> steps) {
        /** Copies the lists. */
        public PersonaCard {
            shots = List.copyOf(shots);
            steps = List.copyOf(steps);
        }

        /**
         * The top of a card.
         *
         * @param name theirs
         * @param gender as they say, or empty
         * @param state how it went, in words
         * @param kind the same as a class of the style sheet
         */
        public record Head(String name, String gender, String state, String kind) {}
    }
}
