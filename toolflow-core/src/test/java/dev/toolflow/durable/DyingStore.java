package dev.toolflow.durable;

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
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StoredRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store as a process sees it that dies at one of its commits: from then on nothing that it does reaches the store. Thread-safe. */
final class DyingStore implements RunStore {
    private final RunStore store;
    private final int last;
    private final Moment moment;
    private final Class<? extends RunChange> counted;
    private final AtomicInteger commits = new AtomicInteger();
    private volatile boolean dead;

    /** When in a commit the process dies. */
    enum Moment {
        BEFORE,
        AFTER
    }

    private DyingStore(RunStore store, int last, Moment moment, Class<? extends RunChange> counted) {
        this.store = store;
        this.last = last;
        this.moment = moment;
        this.counted = counted;
    }

    /** Dies at the commit of this number, from 1. */
    static DyingStore at(RunStore store, int commit, Moment moment) {
        return new DyingStore(store, commit, moment, RunChange.class);
    }

    /** Dies before it is written what came of the call of this number, from 1, however many commits there were before. */
    static DyingStore atSettlement(RunStore store, int call) {
        return new DyingStore(store, call, Moment.BEFORE, RunChange.Settled.class);
    }

    /** How many commits reached it. */
    int commits() {
        return commits.get();
    }

    boolean isDead() {
        return dead;
    }

    void die() {
        dead = true;
    }

    private <T extends @Nullable Object> T alive(Supplier<T> work) {
        if (dead) {
            throw new RunStoreException("this process is dead", null);
        }
        return work.get();
    }

    @Override
    public void commit(Lease lease, long seq, List<RunChange> changes) {
        int number = changes.stream().anyMatch(counted::isInstance) ? commits.incrementAndGet() : 0;
        if (number == last && moment == Moment.BEFORE) {
            dead = true;
        }
        alive(() -> {
            store.commit(lease, seq, changes);
            return null;
        });
        if (number == last) {
            dead = true;
            throw new RunStoreException("this process died", null);
        }
    }

    @Override
    public Creation create(NewRun run, @Nullable Owner owner) {
        return alive(() -> store.create(run, owner));
    }

    @Override
    public Optional<RunRecord> find(String runId) {
        return alive(() -> store.find(runId));
    }

    @Override
    public List<RunRecord> list(RunQuery query) {
        return alive(() -> store.list(query));
    }

    @Override
    public Optional<StoredRun> load(String runId) {
        return alive(() -> store.load(runId));
    }

    @Override
    public Lease claim(String runId, Owner owner) {
        return alive(() -> store.claim(runId, owner));
    }

    @Override
    public void settle(String runId, String callId, CallRecord.Settlement settlement) {
        alive(() -> {
            store.settle(runId, callId, settlement);
            return null;
        });
    }

    @Override
    public Set<String> renew(Owner owner, Collection<String> runIds) {
        return alive(() -> store.renew(owner, runIds));
    }

    @Override
    public void release(Lease lease) {
        alive(() -> {
            store.release(lease);
            return null;
        });
    }

    @Override
    public List<RunSignal> signals() {
        return alive(store::signals);
    }

    @Override
    public void cancel(String runId) {
        alive(() -> {
            store.cancel(runId);
            return null;
        });
    }

    @Override
    public boolean decide(String runId, String approvalId, Payload answer) {
        return alive(() -> store.decide(runId, approvalId, answer));
    }

    @Override
    public void unquarantine(String runId) {
        alive(() -> {
            store.unquarantine(runId);
            return null;
        });
    }

    @Override
    public List<String> purge(Instant endedBefore) {
        return alive(() -> store.purge(endedBefore));
    }

    @Override
    public Set<String> needed(Collection<String> sha256) {
        return alive(() -> store.needed(sha256));
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
    public void close() {}
}
