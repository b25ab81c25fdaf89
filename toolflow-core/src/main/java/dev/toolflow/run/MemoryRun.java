package dev.toolflow.run;

import dev.toolflow.run.RunRecord.Times;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run in the heap. Guarded by its store's lock; what it hands out does not change. */
final class MemoryRun {
    private final NewRun run;
    private final Instant created;
    private final Map<String, CallRecord> calls = new LinkedHashMap<>();
    private final Map<String, StepRecord> steps = new LinkedHashMap<>();
    private final Map<String, DecisionRecord> decisions = new LinkedHashMap<>();

    private RunPhase phase = RunPhase.SUBMITTED;
    private Instant updated;
    private @Nullable Instant ended;
    private @Nullable Lease lease;
    private long fence;
    private long nextSeq = 1;
    private int recoveries;
    private boolean cancelRequested;
    private @Nullable Payload end;

    MemoryRun(NewRun run, Instant now) {
        this.run = run;
        this.created = now;
        this.updated = now;
    }

    RunRecord record() {
        Times times = new Times(created, updated, ended);
        return new RunRecord(run, phase, times, lease, fence, nextSeq, recoveries, cancelRequested, end);
    }

    StoredRun stored() {
        return new StoredRun(
                record(), List.copyOf(calls.values()), List.copyOf(steps.values()), List.copyOf(decisions.values()));
    }

    RunSignal signal() {
        return new RunSignal(run.id(), cancelRequested, List.copyOf(decisions.values()));
    }

    boolean isSignalled() {
        return !phase.isEnded() && (cancelRequested || !decisions.isEmpty());
    }

    /** A run that has ended has no lease: its end gave it back. */
    boolean isPurgedBefore(Instant time) {
        Instant at = ended;
        return at != null && at.isBefore(time);
    }

    boolean isLeased(Instant now) {
        Lease held = lease;
        return held != null && held.until().isAfter(now);
    }

    private boolean isOwned(Instant now) {
        Lease held = lease;
        return held != null && isLeased(now) && !held.owner().isDead();
    }

    Lease claim(Owner owner, Instant now, Instant until) {
        if (phase == RunPhase.QUARANTINED) {
            throw quarantined();
        }
        Lease earlier = lease;
        if (earlier != null && isOwned(now)) {
            throw new RunLeasedException(
                    "run '" + run.id() + "' belongs to " + earlier.owner() + " until " + earlier.until()
                            + " unless that owner renews its lease; try again then, or stop that owner",
                    null);
        }
        boolean recovered = earlier != null;
        fence++;
        updated = now;
        if (recovered && ++recoveries > RunStore.MOST_RECOVERIES) {
            phase = RunPhase.QUARANTINED;
            lease = null;
            throw quarantined();
        }
        return own(new Lease(run.id(), owner, fence, nextSeq, until, recovered));
    }

    private Lease own(Lease claimed) {
        phase = RunPhase.RUNNING;
        ended = null;
        cancelRequested = false;
        lease = claimed;
        return claimed;
    }

    private RunQuarantinedException quarantined() {
        return new RunQuarantinedException(
                "run '" + run.id() + "' was taken up more than " + RunStore.MOST_RECOVERIES
                        + " times without getting on and is left alone; find out what ends its owners, then release it",
                null);
    }

    void renew(Instant until) {
        Lease held = lease;
        if (held != null) {
            lease = new Lease(held.runId(), held.owner(), held.fence(), held.nextSeq(), until, held.recovered());
        }
    }

    boolean isOf(Owner owner) {
        Lease held = lease;
        return held != null && held.owner().id().equals(owner.id());
    }

    void release(Lease given) {
        if (isOf(given.owner()) && fence == given.fence()) {
            lease = null;
        }
    }

    void commit(Lease by, long seq, List<RunChange> changes, Instant now) {
        if (!isOf(by.owner()) || fence != by.fence()) {
            throw new RunLeasedException(
                    "run '" + run.id() + "' is no longer owned by fence " + by.fence() + ", it stands at " + fence
                            + ": nothing was written; load it again before going on",
                    null);
        }
        if (seq != nextSeq) {
            throw new RunLeasedException(
                    "run '" + run.id() + "' expects commit " + nextSeq + ", not " + seq
                            + ": nothing was written; commit from one thread, in order",
                    null);
        }
        check(changes);
        changes.forEach(change -> apply(change, now));
        nextSeq++;
        updated = now;
    }

    private void check(List<RunChange> changes) {
        Set<String> intended = new HashSet<>();
        for (RunChange change : changes) {
            if (change instanceof RunChange.Intended made
                    && (calls.containsKey(made.call().id())
                            || !intended.add(made.call().id()))) {
                throw new RunStoreException(
                        "run '" + run.id() + "' has a call " + made.call().id()
                                + " already: nothing was written; give each call an id of its own",
                        null);
            }
            if (change instanceof RunChange.Settled settled && !intended.contains(settled.callId())) {
                call(settled.callId());
            }
        }
    }

    private void apply(RunChange change, Instant now) {
        if (change instanceof RunChange.Intended made) {
            calls.put(made.call().id(), made.call());
        } else if (change instanceof RunChange.Settled settled) {
            settle(settled.callId(), settled.settlement(), now);
        } else if (change instanceof RunChange.StepSaved saved) {
            steps.put(saved.step().stepId(), saved.step());
            recoveries = saved.step().isAccepted() ? 0 : recoveries;
        } else if (change instanceof RunChange.Moved moved) {
            move(moved.phase(), now);
            end = moved.end() == null ? end : moved.end();
        }
    }

    private void move(RunPhase to, Instant now) {
        phase = to;
        ended = to.isEnded() ? now : null;
        lease = to == RunPhase.RUNNING ? lease : null;
    }

    private CallRecord call(String callId) {
        CallRecord call = calls.get(callId);
        if (call == null) {
            throw new RunStoreException(
                    "run '" + run.id() + "' has no call " + callId
                            + ": nothing was written; a call is settled after it was intended",
                    null);
        }
        return call;
    }

    void settle(String callId, CallRecord.Settlement settlement, Instant now) {
        CallRecord call = call(callId);
        if (call.isOpen()) {
            calls.put(callId, call.settled(settlement));
            updated = now;
        }
    }

    void cancel(Instant now) {
        if (phase.isEnded()) {
            return;
        }
        cancelRequested = true;
        updated = now;
        if (!isOwned(now)) {
            move(RunPhase.CANCELLED, now);
        }
    }

    boolean decide(DecisionRecord decision) {
        if (decisions.putIfAbsent(decision.approvalId(), decision) != null) {
            return false;
        }
        updated = decision.at();
        return true;
    }

    void unquarantine(Instant now) {
        if (phase == RunPhase.QUARANTINED) {
            phase = RunPhase.RUNNING;
            recoveries = 0;
            updated = now;
        }
    }

    Stream<String> pictures() {
        return steps.values().stream().flatMap(step -> step.blobs().stream()).map(StepRecord.Blob::sha256);
    }
}
