package dev.toolflow;

import dev.toolflow.step.Attempt.Made;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run takes over from an earlier process beside results: calls that no attempt tells of yet, with what came of them, and what
 * steps were given. Thread-safe.
 */
final class KeptPast {
    static final KeptPast NONE = new KeptPast(Map.of(), Map.of());

    private final Map<String, NavigableMap<Integer, Calls>> calls = new ConcurrentHashMap<>();
    private final Map<String, String> inputs;

    /**
     * @param calls by step and by the number of the attempt, those that no attempt tells of
     * @param inputs by step that has ended, what tells its input from others
     */
    KeptPast(Map<String, ? extends NavigableMap<Integer, Calls>> calls, Map<String, String> inputs) {
        calls.forEach((step, ofStep) -> this.calls.put(step, new ConcurrentSkipListMap<>(ofStep)));
        this.inputs = Map.copyOf(inputs);
    }

    /**
     * The calls of one attempt that no attempt tells of.
     *
     * @param made what was called for it
     * @param tally the same, for the calls that follow
     * @param reply what was answered and not judged, or null
     * @param error why there is no reply, or null
     * @param isLast whether no call of a later attempt followed
     */
    record Calls(
            Made made,
            Called.Tally tally,
            @Nullable Reply reply,
            @Nullable RuntimeException error,
            boolean isLast) {
        /** Whether the attempt had failed for good when its process died. */
        boolean isOver() {
            return !isLast
                    || error instanceof ToolCallException.Rejected
                    || error instanceof ToolCallException.Malformed;
        }

        /** Whether no one knows what became of the last of them. */
        boolean isUnknown() {
            return error instanceof ToolCallException.OutcomeUnknown;
        }

        /** The same where a call of a later attempt followed. */
        Calls followed() {
            return new Calls(made, tally, reply, error, false);
        }
    }

    /**
     * A reply that was paid for.
     *
     * @param response the reply
     * @param images its pictures, which are stored or lie where they were received
     */
    record Reply(ToolCallResponse response, ReceivedImages images) {}

    /** The calls of this attempt. */
    Optional<Calls> find(String stepId, int attempt) {
        NavigableMap<Integer, Calls> ofStep = calls.get(stepId);
        return ofStep == null ? Optional.empty() : Optional.ofNullable(ofStep.get(attempt));
    }

    /** The calls of this attempt; handed over once. */
    Optional<Calls> take(String stepId, int attempt) {
        NavigableMap<Integer, Calls> ofStep = calls.get(stepId);
        return ofStep == null ? Optional.empty() : Optional.ofNullable(ofStep.remove(attempt));
    }

    /** Whether there are calls of this attempt or of a later one. */
    boolean knows(String stepId, int attempt) {
        NavigableMap<Integer, Calls> ofStep = calls.get(stepId);
        return ofStep != null && !ofStep.tailMap(attempt).isEmpty();
    }

    /** What tells the input of a step that has ended from others; empty where that is not known. */
    Optional<String> inputHash(String stepId) {
        return Optional.ofNullable(inputs.get(stepId)).filter(hash -> !hash.isEmpty());
    }
}
