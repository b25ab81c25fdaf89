package dev.toolflow.event;

import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.StepStatus;
import dev.toolflow.tool.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a run. Immutable. Holds no prompt and, but for {@link TextDelta}, no output. Further kinds will
 * come: a switch over them needs a default.
 */
public sealed interface ToolFlowEvent {

    /** Where in the run it happened. */
    At at();

    /** The id of the run. */
    default String runId() {
        return at().runId();
    }

    /**
     * Where in a run an event happened.
     *
     * @param runId the run
     * @param sequence the event's number within the run, from 1, without gaps unless deltas were dropped; a run that is
     *     resumed goes on counting
     * @param time when
     */
    record At(String runId, long sequence, Instant time) {}

    /**
     * A run began, or goes on: it is then told once more.
     *
     * @param at where
     * @param flow the flow's name
     */
    record RunStarted(At at, String flow) implements ToolFlowEvent {}

    /**
     * A step began.
     *
     * @param at where
     * @param stepId the step's id path
     * @param tool the tool's name
     */
    record StepStarted(At at, String stepId, String tool) implements ToolFlowEvent {}

    /**
     * An attempt began.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt its number, from 1
     * @param model the model that is asked; empty for a local step
     */
    record AttemptStarted(At at, String stepId, int attempt, String model) implements ToolFlowEvent {}

    /**
     * A call failed in transport and is made again after a pause.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the attempt's number, from 1
     * @param pause how long the engine waits
     * @param reason why the call failed
     */
    record RetryWait(At at, String stepId, int attempt, Duration pause, String reason) implements ToolFlowEvent {}

    /**
     * The output of an attempt is taken from the result cache: nothing is called, and it costs nothing.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the attempt's number
     */
    record ResultRecalled(At at, String stepId, int attempt) implements ToolFlowEvent {}

    /**
     * A call waits for its turn under a rate limit; nothing was sent yet.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the attempt's number, from 1
     * @param pause how long it waits at least, as far as is known now
     * @param reason which limit holds it up, and of which model
     */
    record LimitWait(At at, String stepId, int attempt, Duration pause, String reason) implements ToolFlowEvent {}

    /**
     * A model gave no answer and the step asks another, in its next attempt.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the number of the attempt that got no answer, from 1
     * @param from the model that gave none
     * @param to the model that is asked next
     * @param reason why there was none
     */
    record FellBack(At at, String stepId, int attempt, String from, String to, String reason)
            implements ToolFlowEvent {}

    /**
     * Moderation stopped a call, and the step's hook made its input softer for the next attempt.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the number of the attempt that was stopped, from 1
     * @param model the model that was asked
     */
    record Softened(At at, String stepId, int attempt, String model) implements ToolFlowEvent {}

    /**
     * A piece of a chat reply came in. The text begins anew with each attempt, and behind each {@link RetryWait} of its attempt.
     * May be dropped for a listener that falls behind.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the attempt's number, from 1
     * @param text the piece
     */
    record TextDelta(At at, String stepId, int attempt, String text) implements ToolFlowEvent {
        @Override
        public String toString() {
            return "TextDelta[" + stepId + "#" + attempt + ", " + text.length() + " characters]";
        }
    }

    /**
     * A picture is still being drawn and is stored as it looks so far: open it from the engine's store. May be dropped for a
     * listener that falls behind, where the store is slower than the previews come, and when the run is stopped. Comes before
     * the end of its attempt if it comes at all.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt the attempt's number, from 1
     * @param index its place among the previews of one picture, from 0
     * @param image the preview; its record in the store has the kind {@code PARTIAL}
     */
    record PartialImage(At at, String stepId, int attempt, int index, GeneratedImage image) implements ToolFlowEvent {}

    /**
     * A listener fell behind and was not told of some events. Told to that listener alone, once it has caught up: it may come
     * after events of higher numbers, the end of their run among them.
     *
     * @param at where the last of them happened
     * @param count how many were lost
     */
    record EventsLost(At at, long count) implements ToolFlowEvent {}

    /**
     * An attempt ended. One that a resumed run judges again, without a call, begins and ends again under its old number; what
     * was paid for it before is not told again, so the sum over all events is what the run used.
     *
     * @param at where
     * @param stepId the step's id path
     * @param attempt its number, from 1
     * @param failureReason why it was not accepted, empty when it was
     * @param issues what was found wrong
     * @param made what was called for it: model, calls, usage, cost and how long it took
     */
    record AttemptFinished(
            At at, String stepId, int attempt, Optional<String> failureReason, List<Issue> issues, Attempt.Made made)
            implements ToolFlowEvent {}

    /**
     * A step ended. Steps that a resumed run takes over as they are neither begin nor end again.
     *
     * @param at where
     * @param stepId the step's id path
     * @param status how it ended
     * @param attempts how many attempts it took
     * @param usage the tokens of all attempts
     */
    record StepFinished(At at, String stepId, StepStatus status, int attempts, TokenUsage usage)
            implements ToolFlowEvent {}

    /**
     * A person is asked. Told once, also when the run goes on after another decision; its step began just before.
     *
     * @param at where
     * @param stepId the id path of the approval
     */
    record ApprovalRequested(At at, String stepId) implements ToolFlowEvent {}

    /**
     * A person has decided; the answer is the output of the step, which ends next.
     *
     * @param at where
     * @param stepId the id path of the approval
     */
    record Decided(At at, String stepId) implements ToolFlowEvent {}

    /**
     * A run ended, or waits for a person: it then goes on once that has decided.
     *
     * @param at where
     * @param status the run's status by name, such as {@code COMPLETED}
     * @param usage the tokens of all steps
     */
    record RunFinished(At at, String status, TokenUsage usage) implements ToolFlowEvent {}
}
