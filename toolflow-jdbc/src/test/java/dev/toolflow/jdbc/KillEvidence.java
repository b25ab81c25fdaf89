package dev.toolflow.jdbc;

import dev.toolflow.record.CallJson;
import dev.toolflow.record.CallOutcome;
import dev.toolflow.run.CallRecord;
import dev.toolflow.run.PayloadCodec;
import dev.toolflow.run.Redactor;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import dev.toolflow.testkit.BilledCall;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.testkit.RecordedRequest;
import dev.toolflow.tool.CallReceipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * What is known after a campaign: what the workers were told, what the server billed, and what the store keeps.
 *
 * @param events what the workers told, in that order
 * @param server who was paid
 * @param kills how many, by where
 * @param runs how many runs there should be
 */
record KillEvidence(List<String> events, FakeOpenAiServer server, Map<String, Integer> kills, int runs) {
    private static final CallJson CALLS = new CallJson(Redactor.none());

    /** Compares it all. */
    KillReport judge(RunStore store) {
        List<StoredRun> kept = LeafletWorker.batches(runs).stream()
                .map(store::load)
                .map(run -> run.orElseThrow(() -> new AssertionError("a run is lost")))
                .toList();
        return new KillReport(
                kills,
                kept.size(),
                (int) kept.stream()
                        .filter(run -> run.record().phase() == RunPhase.COMPLETED)
                        .count(),
                lost(kept),
                repeated(),
                server.ledger().calls().size() - runs * Leaflets.CALLS,
                unknown(kept),
                difference(kept));
    }

    /** Steps that were acknowledged as accepted and are not there any more, or are others. */
    private int lost(List<StoredRun> kept) {
        Map<String, String> there = new HashMap<>();
        kept.forEach(run -> run.steps().stream()
                .filter(StepRecord::isAccepted)
                .forEach(step ->
                        there.put(run.record().id() + " " + step.stepId(), WorkerEvents.digest(step.result()))));
        return (int) events.stream()
                .map(line -> line.split(" "))
                .filter(event -> event[0].equals(WorkerEvents.ACCEPTED))
                .filter(event -> !event[3].equals(there.get(event[1] + " " + event[2])))
                .count();
    }

    /** Calls that were intended for a step which had been acknowledged as accepted before. */
    private int repeated() {
        Set<String> accepted = new HashSet<>();
        int repeated = 0;
        for (String line : events) {
            String[] event = line.split(" ");
            String step = event[1] + " " + event[2];
            if (event[0].equals(WorkerEvents.ACCEPTED)) {
                accepted.add(step);
            } else if (event[0].equals(WorkerEvents.INTENDED) && accepted.contains(step)) {
                repeated++;
            }
        }
        return repeated;
    }

    /** Calls of which the store says that nobody knows what came of them. */
    private static int unknown(List<StoredRun> kept) {
        return kept.stream().mapToInt(run -> open(run).size()).sum();
    }

    private static List<CallRecord> open(StoredRun run) {
        return run.calls().stream()
                .filter(call -> call.isOpen() || isUnknown(receipt(run, call)))
                .toList();
    }

    /** Given up before the server had said which call it was, or what it took. */
    private static boolean isUnknown(CallReceipt receipt) {
        return receipt.requestId() == null || !receipt.usage().isComplete();
    }

    private static CallReceipt receipt(StoredRun run, CallRecord call) {
        String step = call.place().stepId();
        var place = new PayloadCodec.Place(run.record().id(), step, call.id() + "/outcome");
        byte[] json = PayloadCodec.checked()
                .decode(place, Objects.requireNonNull(call.settlement()).outcome());
        CallOutcome outcome = CALLS.readOutcome(json, "step '" + step + "'");
        return outcome.receipt();
    }

    /** Tokens that the server billed and the store does not know of, or the other way round; those of unknown calls are known of. */
    private long difference(List<StoredRun> kept) {
        Map<String, BilledCall> billed =
                server.ledger().calls().stream().collect(Collectors.toMap(BilledCall::requestId, Function.identity()));
        Map<String, Integer> open = new HashMap<>();
        long difference = 0;
        for (StoredRun run : kept) {
            open(run)
                    .forEach(call ->
                            open.merge(run.record().id() + "/" + call.place().stepId(), 1, Integer::sum));
            for (CallRecord call : run.calls()) {
                if (!open(run).contains(call)) {
                    difference += difference(receipt(run, call), billed);
                }
            }
        }
        return difference + unexplained(billed, open);
    }

    private static long difference(CallReceipt ours, Map<String, BilledCall> billed) {
        BilledCall theirs = billed.remove(ours.requestId());
        long known = ours.usage().total();
        return theirs == null ? known : Math.abs(known - theirs.input() - theirs.output());
    }

    /** Of the calls that the server billed and no settlement names, those that are more than the unknown ones of their step. */
    private long unexplained(Map<String, BilledCall> billed, Map<String, Integer> open) {
        long tokens = 0;
        for (RecordedRequest request : server.requests()) {
            BilledCall call = billed.get(request.requestId());
            if (call != null && open.merge(mark(request), -1, Integer::sum) < 0) {
                tokens += call.input() + call.output();
            }
        }
        return tokens;
    }

    private static String mark(RecordedRequest request) {
        Matcher mark = Leaflets.MARK.matcher(request.body().toString());
        return mark.find() ? mark.group() : "nobody";
    }
}
