package dev.toolflow;

import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.StepResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a run writes down while it goes on, so that it survives its process. What returns is written where nothing else is said,
 * unless the run was interrupted meanwhile: then it is written behind all that was asked before. Thread-safe.
 */
interface RunKeeper {
    /** Of a run that lives in memory only. */
    RunKeeper NONE = new RunKeeper() {};

    /** Whether anything is written at all. */
    default boolean keeps() {
        return false;
    }

    /** Whether the run is only shown or checked: nothing of it is done or told. */
    default boolean isReplay() {
        return false;
    }

    /**
     * What is to be seen of a step that is not done, since the run is only shown or checked; empty where it is to be done.
     *
     * @param <O> what the step makes
     */
    default <O> Optional<StepOutcome<O>> undone(StepContext context, StepDefinition<?, O> definition) {
        return Optional.empty();
    }

    /** A step is taken over from before with this result, and would be given this now. */
    default void takenOver(StepContext context, StepResult<?> result, Supplier<String> inputHash) {}

    /** The run of a flow begins; it is stopped here when it turns out to be another's. */
    default void begins(RunScope scope, FlowGraph graph) {}

    /**
     * A call is about to be made, and may be when this returns.
     *
     * @param number which call for its attempt, from 1
     * @param reserved tells the most that it may take
     * @throws dev.toolflow.step.StepException.NotRecorded if it could not be written
     * @throws dev.toolflow.tool.ToolCallException.Cancelled if the run was stopped meanwhile
     */
    default KeptCall intends(StepContext context, Sending.Asked asked, int number, Reservation reserved) {
        return KeptCall.NONE;
    }

    /** What a step has so far; written before its next call, not necessarily before this returns. */
    default void soFar(KeptStep step) {}

    /**
     * How a step ended. What is returned ends when that is written, or with why it could not be. In a flow of calls alone an accepted step
     * is written before the next call or the end, not necessarily before this returns; any other one is.
     */
    default CompletableFuture<Optional<RuntimeException>> ended(KeptStep step) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /**
     * What a person decided.
     *
     * @throws IllegalStateException if it was decided before, perhaps by another process
     */
    default void decided(Approval asked, Object answer) {}

    /** The engine closes: how the run ends is not its end, and another may go on with it. */
    default void suspend() {}

    /** How the run ended, or that it waits; returns that as far as it could be written. */
    default <O> ToolFlowResult<O> ended(ToolFlowResult<O> result) {
        return result;
    }

    /**
     * The run waited and goes on: what writes it down from now on.
     *
     * @throws dev.toolflow.run.RunLeasedException if it goes on elsewhere, or did since
     * @throws UnknownRunException if it was cancelled elsewhere
     */
    default RunKeeper again() {
        return this;
    }

    /** The run was to go on, and did not begin. */
    default void notBegun() {}

    /** The run waited and is given up. */
    default void givenUp() {}

    /** Tells this owning of the run from others; of one that lives in memory 0. */
    default long fence() {
        return 0;
    }

    /**
     * A step as it stands.
     *
     * @param result what became of it so far
     * @param lastRound the attempt that its last round began with
     * @param rounds how many rounds of attempts it had since it was last begun
     * @param inputHash tells inputs apart; empty where the input cannot be written
     */
    record KeptStep(StepResult<?> result, int lastRound, int rounds, String inputHash) {}
}
