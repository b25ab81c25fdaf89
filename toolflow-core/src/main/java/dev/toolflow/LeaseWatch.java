package dev.toolflow;

import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunSignal;
import dev.toolflow.run.RunStoreException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the leases of an engine's runs, and hears what other processes want of them: to cancel, or what a person decided. It
 * sleeps while there are none. Thread-safe.
 */
final class LeaseWatch {
    private static final long SIGNALS_MILLIS = 500;
    private static final int BEATS_PER_LEASE = 3;

    private static final RunQuery WAITING =
            RunQuery.all().phase(RunPhase.WAITING).limit(Integer.MAX_VALUE);

    private final KeptRuns runs;
    private final Owner owner;
    private final ScheduledExecutorService timer = Deliveries.timer();
    private final Map<String, StoreKeeper> leased = new ConcurrentHashMap<>();
    private final Map<String, StoreKeeper> waiting = new ConcurrentHashMap<>();
    private @Nullable Future<?> beat;
    private @Nullable Future<?> hearing;

    LeaseWatch(KeptRuns runs, Owner owner) {
        this.runs = runs;
        this.owner = owner;
    }

    void add(StoreKeeper keeper) {
        waiting.remove(keeper.runId());
        leased.put(keeper.runId(), keeper);
        wake();
    }

    /** It has given its lease back, and may go on by a decision. */
    void waits(StoreKeeper keeper) {
        waiting.put(keeper.runId(), keeper);
        wake();
    }

    void remove(StoreKeeper keeper) {
        leased.remove(keeper.runId(), keeper);
        waiting.remove(keeper.runId(), keeper);
        sleepIfIdle();
    }

    private synchronized void wake() {
        if (beat == null && !timer.isShutdown()) {
            long millis = Math.max(1, runs.store().leaseTime().toMillis() / BEATS_PER_LEASE);
            beat = timer.scheduleWithFixedDelay(this::renew, millis, millis, TimeUnit.MILLISECONDS);
            hearing = timer.scheduleWithFixedDelay(this::hear, SIGNALS_MILLIS, SIGNALS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void sleepIfIdle() {
        if (leased.isEmpty() && waiting.isEmpty() && beat != null && hearing != null) {
            beat.cancel(false);
            hearing.cancel(false);
            beat = null;
            hearing = null;
        }
    }

    /** A store that cannot be reached now may be in time for the next beat; commits know better. */
    private void renew() {
        try {
            Set<String> asked = Set.copyOf(leased.keySet());
            Set<String> held = runs.store().renew(owner, asked);
            leased.values().stream()
                    .filter(keeper -> asked.contains(keeper.runId()) && !held.contains(keeper.runId()))
                    .forEach(keeper -> keeper.lost(new RunLeasedException(
                            "run '" + keeper.runId()
                                    + "': its lease ran out and another owner has claimed it; see who, with"
                                    + " engine.runs().find(id)",
                            null)));
            leaveThoseThatWentOn();
        } catch (RuntimeException e) {
            runs.warn("*", "leases could not be renewed", e);
        }
    }

    /** A run that waited here and was cancelled, or taken up by another engine, is not this one's any more. */
    private void leaveThoseThatWentOn() {
        Set<String> here = Set.copyOf(waiting.keySet());
        if (here.isEmpty()) {
            return;
        }
        Map<String, RunRecord> kept = runs.store().list(WAITING).stream()
                .filter(record -> here.contains(record.id()))
                .collect(Collectors.toMap(RunRecord::id, Function.identity()));
        for (String id : here) {
            RunRecord record = kept.get(id);
            runs.active()
                    .find(id)
                    .filter(run -> record == null || !run.isLeft(record))
                    .ifPresent(FlowRun::letGo);
        }
    }

    private void hear() {
        try {
            runs.store().signals().forEach(this::hear);
        } catch (RuntimeException e) {
            runs.warn("*", "requests of other processes could not be read", e);
        }
    }

    private void hear(RunSignal signal) {
        StoreKeeper keeper = leased.getOrDefault(signal.runId(), waiting.get(signal.runId()));
        FlowRun<?> run = runs.active().find(signal.runId()).orElse(null);
        if (keeper == null || run == null) {
            return;
        }
        if (signal.cancelRequested()) {
            run.cancel();
        }
        signal.decisions().forEach(decision -> decided(run, keeper, decision));
    }

    /** What cannot be used never will; a store that cannot be reached now may be the next time. */
    private void decided(FlowRun<?> run, StoreKeeper keeper, DecisionRecord decision) {
        String id = decision.approvalId();
        if (keeper.isUnusable(id)) {
            return;
        }
        try {
            run.decideKept(id, asked -> {
                keeper.knows(id);
                return runs.payloads(run.id()).answer(id, decision.answer(), asked.answerType());
            });
        } catch (RuntimeException e) {
            if (!(e instanceof RunStoreException) || e instanceof RunPayloadException) {
                keeper.unusable(id);
            }
            runs.warn(run.id(), "the decision on '" + id + "' is not acted on here", e);
        }
    }

    void close() {
        timer.shutdownNow();
    }
}
