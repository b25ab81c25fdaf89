package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunQueue;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunSignal;
import dev.toolflow.run.RunStore;
import dev.toolflow.run.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Tells what was written as soon as that is acknowledged, and ends the process at one place, as if it were killed there. Thread-safe. */
final class HaltingStore implements RunStore {
    private static final int KILLED = 128 + 9;

    private final RunStore store;
    private final WorkerEvents events;
    private final @Nullable KillPoint point;
    private final AtomicInteger times = new AtomicInteger();

    /** @param point where it halts; null for nowhere */
    HaltingStore(RunStore store, WorkerEvents events, @Nullable KillPoint point) {
        this.store = store;
        this.events = events;
        this.point = point;
    }

    @Override
    public Creation create(NewRun run, @Nullable Owner owner) {
        boolean here = isHere(List.of(KillPoint.Change.CREATED));
        haltIf(here, KillPoint.Side.BEFORE);
        Creation creation = store.create(run, owner);
        haltIf(here, KillPoint.Side.AFTER);
        return creation;
    }

    @Override
    public Lease claim(String runId, Owner owner) {
        boolean here = isHere(List.of(KillPoint.Change.CLAIMED));
        haltIf(here, KillPoint.Side.BEFORE);
        Lease lease = store.claim(runId, owner);
        haltIf(here, KillPoint.Side.AFTER);
        return lease;
    }

    @Override
    public void commit(Lease lease, long seq, List<RunChange> changes) {
        boolean here = isHere(changes.stream()
                .map(KillPoint.Change::of)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        haltIf(here, KillPoint.Side.BEFORE);
        store.commit(lease, seq, changes);
        changes.forEach(change -> events.tell(lease.runId(), change));
        haltIf(here, KillPoint.Side.AFTER);
    }

    private boolean isHere(List<KillPoint.Change> changes) {
        return point != null && changes.contains(point.change()) && times.incrementAndGet() == point.nth();
    }

    private void haltIf(boolean here, KillPoint.Side side) {
        if (here && point != null && point.side() == side) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public Optional<RunRecord> find(String runId) {
        return store.find(runId);
    }

    @Override
    public List<RunRecord> list(RunQuery query) {
        return store.list(query);
    }

    @Override
    public Optional<StoredRun> load(String runId) {
        return store.load(runId);
    }

    @Override
    public void settle(String runId, String callId, CallRecord.Settlement settlement) {
        store.settle(runId, callId, settlement);
    }

    @Override
    public Set<String> renew(Owner owner, Collection<String> runIds) {
        return store.renew(owner, runIds);
    }

    @Override
    public void release(Lease lease) {
        store.release(lease);
    }

    @Override
    public List<RunSignal> signals() {
        return store.signals();
    }

    @Override
    public void cancel(String runId) {
        store.cancel(runId);
    }

    @Override
    public boolean decide(String runId, String approvalId, Payload answer) {
        return store.decide(runId, approvalId, answer);
    }

    @Override
    public void unquarantine(String runId) {
        store.unquarantine(runId);
    }

    @Override
    public List<String> purge(Instant endedBefore) {
        return store.purge(endedBefore);
    }

    @Override
    public Set<String> needed(Collection<String> sha256) {
        return store.needed(sha256);
    }

    @Override
    public Duration leaseTime() {
        return store.leaseTime();
    }

    @Override
    public Optional<RunQueue> queue() {
        return store.queue();
    }

    @Override
    public void close() {
        store.close();
    }
}
