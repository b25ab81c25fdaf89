package dev.toolflow;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.tool.ToolCallResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a run takes over from an earlier process beside results: calls that led to none yet, replies that were paid for and not
 * judged, and what steps were given. Thread-safe.
 */
final class KeptPast {
    static final KeptPast NONE = new KeptPast(Map.of(), Map.of(), Map.of(), Set.of());

    private final Map<String, Called.Tally> calls;
    private final Map<String, List<Reply>> replies;
    private final Map<String, String> inputs;
    private final Set<String> unknown;

    /**
     * @param calls by step, what its calls came to that no attempt tells of
     * @param replies by step, those that were not judged
     * @param inputs by step that has ended, what tells its input from others
     * @param unknown the steps of whose last call no one knows what became of it
     */
    KeptPast(
            Map<String, Called.Tally> calls,
            Map<String, List<Reply>> replies,
            Map<String, String> inputs,
            Set<String> unknown) {
        this.calls = new ConcurrentHashMap<>(calls);
        this.replies = new ConcurrentHashMap<>(replies);
        this.inputs = Map.copyOf(inputs);
        this.unknown = ConcurrentHashMap.newKeySet();
        this.unknown.addAll(unknown);
    }

    /**
     * A reply that was paid for.
     *
     * @param number the attempt that it was for, or the first of several
     * @param made what was called for it
     * @param response the reply
     * @param pictures those that it refers to, by their hashes
     */
    record Reply(int number, Made made, ToolCallResponse response, Map<String, GeneratedImage> pictures) {}

    /** What a step's calls came to that no attempt tells of; handed over once, to the attempt that counts them. */
    Called.Tally takeCalls(String stepId) {
        Called.Tally earlier = calls.remove(stepId);
        return earlier == null ? Called.Tally.NOTHING : earlier;
    }

    /** The replies of a step that were not judged, in the order of their attempts; handed over once. */
    List<Reply> takeReplies(String stepId) {
        List<Reply> kept = replies.remove(stepId);
        return kept == null ? List.of() : kept;
    }

    /** Whether the step has called and no attempt tells of it yet. */
    boolean knowsCallsOf(String stepId) {
        return calls.containsKey(stepId) || replies.containsKey(stepId);
    }

    /** Whether a call of the step was in flight when its process died; told once. */
    boolean takeUnknown(String stepId) {
        return unknown.remove(stepId);
    }

    /** What tells the input of a step that has ended from others; empty where that is not known. */
    Optional<String> inputHash(String stepId) {
        return Optional.ofNullable(inputs.get(stepId)).filter(hash -> !hash.isEmpty());
    }
}
