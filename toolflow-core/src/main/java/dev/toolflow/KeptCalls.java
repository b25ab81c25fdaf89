package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.record.CallIntent;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepResult;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.ToolCallException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What became of the calls of a kept run: what they took altogether, and of those that no attempt tells of yet, whether there is a
 * reply to judge. For one thread.
 */
final class KeptCalls {
    private final StoredRun stored;
    private final RestoredRun.Reading reading;
    private final KeptReplies replies;
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, TreeMap<Integer, KeptPast.Calls>> open = new HashMap<>();
    private Spending charged = Spending.nothing();
    private Spending kept = Spending.nothing();

    KeptCalls(StoredRun stored, RestoredRun.Reading reading) {
        this.stored = stored;
        this.reading = reading;
        this.replies = new KeptReplies(stored, reading);
    }

    /** The attempts of this step are known. */
    void judged(StepRecord step, StepResult<?> result) {
        told.put(
                step.stepId(),
                step.isAccepted()
                        ? Integer.MAX_VALUE
                        : result.attempts().stream()
                                .mapToInt(Attempt::number)
                                .max()
                                .orElse(0));
        if (step.isAccepted()) {
            inputs.put(step.stepId(), step.shape().inputHash());
        }
    }

    /** What is left to do of them; after all steps are known. */
    KeptPast past() {
        stored.calls().forEach(this::count);
        return new KeptPast(open, inputs);
    }

    /** What all of them took. */
    Purse.Spent spent() {
        return new Purse.Spent(charged, kept, null);
    }

    private void count(CallRecord call) {
        CallIntent intent = reading.payloads().intent(call);
        CallOutcome outcome = reading.payloads().outcome(call).orElse(null);
        charge(intent, outcome);
        if (call.place().attempt() <= told.getOrDefault(call.place().stepId(), 0)) {
            return;
        }
        if (outcome == null || outcome.isOfACall()) {
            add(call, intent, outcome);
        }
    }

    private void charge(CallIntent intent, @Nullable CallOutcome outcome) {
        Spending reserved = intent.reserved() == null ? Spending.nothing() : intent.reserved();
        charged = charged.plus(outcome == null ? reserved : outcome.charged());
        kept = kept.plus(outcome == null ? reserved : outcome.kept());
    }

    private void add(CallRecord call, CallIntent intent, @Nullable CallOutcome outcome) {
        TreeMap<Integer, KeptPast.Calls> ofStep =
                open.computeIfAbsent(call.place().stepId(), id -> new TreeMap<>());
        int attempt = call.place().attempt();
        ofStep.headMap(attempt).replaceAll((number, calls) -> calls.followed());
        KeptPast.Calls before = ofStep.get(attempt);
        Called.Tally tally = before == null ? Called.Tally.NOTHING : before.tally();
        KeptPast.Reply reply = outcome == null ? null : replies.of(outcome).orElse(null);
        RuntimeException error = reply == null ? error(call, outcome) : null;
        tally = outcome == null
                ? tally.plus(CallReceipt.unreported(null, null), Cost.unpriced(), error)
                : tally.plus(outcome.receipt(), outcome.cost(), outcome.error());
        Instant since = before == null ? call.intendedAt() : before.made().startedAt();
        ofStep.put(
                attempt,
                new KeptPast.Calls(
                        made(call, intent, tally, since),
                        tally,
                        reply,
                        error,
                        ofStep.tailMap(attempt, false).isEmpty()));
    }

    private static RuntimeException error(CallRecord call, @Nullable CallOutcome outcome) {
        String step = "step '" + call.place().stepId() + "': its process died ";
        if (outcome == null) {
            return new ToolCallException.OutcomeUnknown(
                    step + "during a call, which is not made again by itself; resume the run once more to make it",
                    CallReceipt.unreported(null, null),
                    null);
        }
        return Objects.requireNonNullElseGet(
                outcome.error(),
                () -> new ToolCallException.Cancelled(
                        step
                                + "before its pictures were stored, and their bytes are gone; resume the run to make them again",
                        outcome.receipt(),
                        null));
    }

    private static Made made(CallRecord call, CallIntent intent, Called.Tally tally, Instant since) {
        CallRecord.Settlement end = call.settlement();
        return new Made(
                intent.tool(),
                intent.model(),
                tally.calls(),
                tally.receipt(),
                tally.usage(),
                tally.cost(),
                since,
                Elapsed.between(since, end == null ? call.intendedAt() : end.at()),
                Made.Source.NEW);
    }
}
