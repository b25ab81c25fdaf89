package dev.toolflow;

import dev.toolflow.step.OnFailure;
import dev.toolflow.step.ToolCallStep;
import java.util.Objects;

/**
 * What a loop is called, how often its body is done at most, and what follows when that was not enough. Immutable and
 * thread-safe; every method that sets something returns a copy.
 *
 * <pre>{@code Loop.named("polish").atMost(3).onFailure(OnFailure.CONTINUE)}</pre>
 */
public final class Loop {
    /** The most rounds that a loop may have. */
    static final int MOST_ROUNDS = 1000;

    private static final int ROUNDS = 10;

    private final ToolCallStep<?, ?> standing;
    private final int rounds;

    private Loop(ToolCallStep<?, ?> standing, int rounds) {
        this.standing = standing;
        this.rounds = rounds;
    }

    /**
     * A loop of at most 10 rounds that stops the run when they were not enough.
     *
     * @param id the loop's id, by the rules of a step's
     * @throws IllegalArgumentException when the id cannot be one
     */
    public static Loop named(String id) {
        return new Loop(FlowNode.standing("repeat", Object.class).as(id), ROUNDS);
    }

    /** How often the body is done at most, 1 to 1,000. Default 10. */
    public Loop atMost(int most) {
        if (most < 1 || most > MOST_ROUNDS) {
            throw new IllegalArgumentException("loop '" + id() + "': atMost takes 1 to 1,000 rounds, was " + most);
        }
        return new Loop(standing, most);
    }

    /**
     * What the run does when the last round did not bring what the loop is for. Default {@link OnFailure#STOP}: the run is
     * FAILED. With {@link OnFailure#CONTINUE} the last value is handed on although it is not what was asked for, and the run is
     * PARTIAL. A step within the loop that fails has a policy of its own.
     */
    public Loop onFailure(OnFailure policy) {
        return new Loop(standing.onFailure(Objects.requireNonNull(policy, "policy")), rounds);
    }

    /** The loop's id. */
    public String id() {
        return standing.id();
    }

    /** How often the body is done at most. */
    public int rounds() {
        return rounds;
    }

    /** What stands for it in a flow whose values have this type: the loop neither reads nor makes any itself. */
    @SuppressWarnings("unchecked")
    <T> ToolCallStep<T, T> standing() {
        return (ToolCallStep<T, T>) standing;
    }

    @Override
    public String toString() {
        return "Loop[" + id() + ", at most " + rounds + " rounds, " + standing.onFailure() + "]";
    }
}
