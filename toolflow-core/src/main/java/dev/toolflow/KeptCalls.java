package dev.toolflow;

import dev.toolflow.budget.Spending;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.record.CallIntent;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.Attempt.Made;
import dev.toolflow.step.StepResult;
import dev.toolflow.store.ImageQuery;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.Cost;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of the calls of a kept run: what they took altogether, and of those that no attempt tells of yet, whether there is a
 * reply to judge. For one thread.
 */
final class KeptCalls {
    private final StoredRun stored;
    private final RestoredRun.Reading reading;
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<String, String> inputs = new HashMap<>();
    private final Map<String, Open> open = new HashMap<>();
    private final Map<String, List<KeptPast.Reply>> replies = new HashMap<>();
    private Spending charged = Spending.nothing();
    private Spending kept = Spending.nothing();

    KeptCalls(StoredRun stored, RestoredRun.Reading reading) {
        this.stored = stored;
        this.reading = reading;
    }

    /** Calls that led to no reply yet. */
    private record Open(Called.Tally tally, Instant since, boolean inFlight) {}

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
        Map<String, Called.Tally> tallies = new HashMap<>();
        Set<String> inFlight = new HashSet<>();
        open.forEach((step, calls) -> {
            tallies.put(step, calls.tally());
            if (calls.inFlight()) {
                inFlight.add(step);
            }
        });
        return new KeptPast(tallies, replies, inputs, inFlight);
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
        if (outcome == null || !outcome.receipt().equals(CallReceipt.none()) || outcome.error() != null) {
            add(call, intent, outcome);
        }
    }

    private void charge(CallIntent intent, @Nullable CallOutcome outcome) {
        Spending reserved = intent.reserved() == null ? Spending.nothing() : intent.reserved();
        charged = charged.plus(outcome == null ? reserved : outcome.charged());
        kept = kept.plus(outcome == null ? reserved : outcome.kept());
    }

    private void add(CallRecord call, CallIntent intent, @Nullable CallOutcome outcome) {
        String step = call.place().stepId();
        Open before = open.getOrDefault(step, new Open(Called.Tally.NOTHING, call.intendedAt(), false));
        Called.Tally tally = outcome == null
                ? unknown(before.tally())
                : before.tally().plus(outcome.receipt(), outcome.cost()).endedBy(outcome.error());
        Optional<KeptPast.Reply> reply =
                reply(call, outcome, made(call, intent, new Open(tally, before.since(), false)));
        if (reply.isPresent()) {
            open.remove(step);
            replies.computeIfAbsent(step, id -> new ArrayList<>()).add(reply.get());
        } else {
            open.put(step, new Open(tally, before.since(), outcome == null));
        }
    }

    private static Called.Tally unknown(Called.Tally before) {
        CallReceipt receipt = CallReceipt.unreported(null, null);
        return before.plus(receipt, Cost.unpriced())
                .endedBy(new ToolCallException.OutcomeUnknown("its process died during the call", receipt, null));
    }

    private static Made made(CallRecord call, CallIntent intent, Open calls) {
        Instant end = call.settlement() == null
                ? call.intendedAt()
                : call.settlement().at();
        return new Made(
                intent.tool(),
                intent.model(),
                calls.tally().calls(),
                calls.tally().receipt(),
                calls.tally().usage(),
                calls.tally().cost(),
                calls.since(),
                Duration.between(calls.since(), end),
                Made.Source.NEW);
    }

    /** A reply whose pictures are not in the store was lost with its process, and what it took is counted. */
    private Optional<KeptPast.Reply> reply(CallRecord call, @Nullable CallOutcome outcome, Made made) {
        if (outcome == null || outcome.output() == null) {
            return Optional.empty();
        }
        Map<String, GeneratedImage> pictures = new HashMap<>();
        for (StepRecord.Blob image : outcome.images()) {
            stored(image.sha256()).ifPresent(picture -> pictures.put(picture.sha256(), picture));
        }
        return pictures.size() < distinct(outcome)
                ? Optional.empty()
                : Optional.of(new KeptPast.Reply(
                        call.place().attempt(),
                        made,
                        new ToolCallResponse(outcome.output(), outcome.receipt()),
                        Map.copyOf(pictures)));
    }

    private static long distinct(CallOutcome outcome) {
        return outcome.images().stream().map(StepRecord.Blob::sha256).distinct().count();
    }

    private Optional<GeneratedImage> stored(String sha256) {
        return reading
                .images()
                .list(ImageQuery.all().run(stored.record().id()).image(sha256).limit(1))
                .stream()
                .map(record -> record.image())
                .filter(reading.images()::contains)
                .findFirst();
    }
}
