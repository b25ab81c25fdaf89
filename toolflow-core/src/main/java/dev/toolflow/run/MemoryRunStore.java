package dev.toolflow.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The store in the heap: everything under one lock, which is never held while a caller's code runs. */
final class MemoryRunStore implements RunStore {
    static final Duration LEASE_TIME = Duration.ofSeconds(30);

    private final Clock clock;
    private final Duration leaseTime;
    private final MemoryRunQueue queue = new MemoryRunQueue();
    /** In the order in which they were created. */
    private final Map<String, MemoryRun> runs = new LinkedHashMap<>();

    MemoryRunStore(Clock clock, Duration leaseTime) {
        if (leaseTime.isNegative() || leaseTime.isZero()) {
            throw new IllegalArgumentException("leaseTime: must be more than 0, was " + leaseTime);
        }
        this.clock = Objects.requireNonNull(clock, "clock");
        this.leaseTime = leaseTime;
    }

    @Override
    public synchronized Creation create(NewRun run, @Nullable Owner owner) {
        MemoryRun earlier = runs.get(run.id());
        if (earlier != null) {
            return new Creation(earlier.record(), null, false);
        }
        Instant now = clock.instant();
        MemoryRun made = new MemoryRun(run, now);
        Lease lease = owner == null ? null : made.claim(owner, now, now.plus(leaseTime));
        runs.put(run.id(), made);
        return new Creation(made.record(), lease, true);
    }

    @Override
    public synchronized Optional<RunRecord> find(String runId) {
        return Optional.ofNullable(runs.get(runId)).map(MemoryRun::record);
    }

    @Override
    public synchronized List<RunRecord> list(RunQuery query) {
        List<MemoryRun> inOrder = new ArrayList<>(runs.values());
        List<RunRecord> found = new ArrayList<>();
        Instant now = clock.instant();
        for (int i = inOrder.size() - 1; i >= 0 && found.size() < query.limit(); i--) {
            MemoryRun run = inOrder.get(i);
            RunRecord record = run.record();
            if (query.matches(record) && !(query.isUnleased() && run.isLeased(now))) {
                found.add(record);
            }
        }
        return List.copyOf(found);
    }

    @Override
    public synchronized Optional<StoredRun> load(String runId) {
        return Optional.ofNullable(runs.get(runId)).map(MemoryRun::stored);
    }

    @Override
    public synchronized Lease claim(String runId, Owner owner) {
        Instant now = clock.instant();
        return run(runId).claim(owner, now, now.plus(leaseTime));
    }

    @Override
    public synchronized void commit(Lease lease, long seq, List<RunChange> changes) {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("changes: a commit has at least one");
        }
        run(lease.runId()).commit(lease, seq, List.copyOf(changes), clock.instant());
    }

    @Override
    public synchronized void settle(String runId, String callId, CallRecord.Settlement settlement) {
        run(runId).settle(callId, settlement, clock.instant());
    }

    @Override
    public synchronized Set<String> renew(Owner owner, Collection<String> runIds) {
        Instant until = clock.instant().plus(leaseTime);
        Set<String> kept = new LinkedHashSet<>();
        for (String id : runIds) {
            MemoryRun run = runs.get(id);
            if (run != null && run.isOf(owner)) {
                run.renew(until);
                kept.add(id);
            }
        }
        return Set.copyOf(kept);
    }

    @Override
    public synchronized void release(Lease lease) {
        MemoryRun run = runs.get(lease.runId());
        if (run != null) {
            run.release(lease);
        }
    }

    @Override
    public synchronized List<RunSignal> signals() {
        return runs.values().stream()
                .filter(MemoryRun::isSignalled)
                .map(MemoryRun::signal)
                .toList();
    }

    @Override
    public synchronized void cancel(String runId) {
        run(runId).cancel(clock.instant());
    }

    @Override
    public synchronized boolean decide(String runId, String approvalId, Payload answer) {
        return run(runId).decide(new DecisionRecord(approvalId, clock.instant(), answer));
    }

    @Override
    public synchronized void unquarantine(String runId) {
        run(runId).unquarantine(clock.instant());
    }

    @Override
    public synchronized List<String> purge(Instant endedBefore) {
        List<String> gone = runs.values().stream()
                .filter(run -> run.isPurgedBefore(endedBefore))
                .map(run -> run.record().id())
                .toList();
        gone.forEach(runs::remove);
        return gone;
    }

    @Override
    public synchronized Set<String> needed(Collection<String> sha256) {
        Set<String> asked = Set.copyOf(sha256);
        return runs.values().stream()
                .flatMap(MemoryRun::pictures)
                .filter(asked::contains)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Duration leaseTime() {
        return leaseTime;
    }

    @Override
    public Optional<RunQueue> queue() {
        return Optional.of(queue);
    }

    /** There is nothing to close: what is kept stays until nobody refers to the store. */
    @Override
    public void close() {}

    @Override
    public synchronized String toString() {
        return "RunStore[memory, runs=" + runs.size() + "]";
    }

    private MemoryRun run(String runId) {
        MemoryRun run = runs.get(runId);
        if (run == null) {
            throw new RunStoreException(
                    "there is no run '" + runId + "' in this store; it was purged, or the store is another one", null);
        }
        return run;
    }
}
