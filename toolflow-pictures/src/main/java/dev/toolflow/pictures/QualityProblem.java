package dev.toolflow.pictures;

import dev.toolflow.ingest.ImageRefusedException;

/** What makes a picture unfit, as found by a {@link QualityCheck}. Immutable. */
public sealed interface QualityProblem {

    /** Returns what is wrong, in a sentence without full stop; nothing in it comes from the picture's text. */
    String message();

    /**
     * It cannot be decoded, or the guards refuse it.
     *
     * @param reason why
     * @param message what the refusal says
     */
    record Undecodable(ImageRefusedException.Reason reason, String message) implements QualityProblem {}

    /**
     * A side is too short.
     *
     * @param width pixels
     * @param height pixels
     * @param minSide the least allowed for both, in pixels
     */
    record TooSmall(int width, int height, int minSide) implements QualityProblem {
        @Override
        public String message() {
            return "it is " + width + "x" + height + ", a side needs at least " + minSide + " pixels";
        }
    }

    /**
     * It shows next to nothing.
     *
     * @param deviation the standard deviation of the channel that varies most, 0–127.5
     * @param minDeviation the least allowed
     */
    record Uniform(double deviation, double minDeviation) implements QualityProblem {
        @Override
        public String message() {
            return "it is of one colour: its channels deviate by %.1f levels at most, at least %.1f are needed"
                    .formatted(deviation, minDeviation);
        }
    }
}
