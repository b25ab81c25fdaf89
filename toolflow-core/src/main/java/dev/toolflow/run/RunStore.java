package dev.toolflow.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where runs are kept beyond their process. When a method that writes returns, what it wrote survives a crash of the machine, as
 * far as the store promises that at all. Implementations are thread-safe, and safe against other processes with the same store.
 *
 * <p>A run belongs to one owner at a time, by a lease of {@link #leaseTime()}, which its owner renews. Each claim raises the
 * run's fence; a commit must have the fence and the number that the run stands at, so that an owner that was paused past its
 * lease writes nothing any more.
 *
 * <p>What an engine promises of the runs that it keeps here, for as long as its store does what is said here:
 *
 * <ul>
 *   <li>The process is killed: an accepted step is never lost and never run again; at most one extra paid call per crash and call
 *       in flight.
 *   <li>Two processes resume one run: one owns it (lease and fence); the other gets {@link RunLeasedException}; a stale owner
 *       cannot commit.
 *   <li>A commit's answer is lost: ids are made by the client, a re-read decides; no double step.
 *   <li>The database is down: nothing is acknowledged; typed failure within 30 s; interrupt exits.
 *   <li>A class or step changed since the run began: {@link RunIncompatibleException}, payload untouched; never a guess.
 * </ul>
 *
 * <p>Every store passes {@code RunStoreContract} of the core's test-jar; one of your own should, too.
 *
 * <p>Every method throws {@link RunStoreException} when the store cannot be reached within a bounded time, at most 30 s, or when
 * the thread is interrupted; it then has done nothing, but for commits whose answer was lost: these are read again before the
 * store gives up, and the message says so where that was not possible either.
 */
public interface RunStore extends AutoCloseable {
    /** How often a run may be taken over from dead owners without getting on. */
    int MOST_RECOVERIES = 5;

    /** A store in the heap: nothing of it survives the process. Leases last 30 s. It has a {@linkplain #queue() queue}. */
    static RunStore memory() {
        return memory(Clock.systemUTC(), MemoryRunStore.LEASE_TIME);
    }

    /**
     * The same, with a clock of yours, such as for tests.
     *
     * @param clock tells the time by which leases run out
     * @param leaseTime how long a lease lasts, more than 0
     */
    static RunStore memory(Clock clock, Duration leaseTime) {
        return new MemoryRunStore(clock, leaseTime);
    }

    /**
     * Creates a run, owned by {@code owner} at once, or found by workers later.
     *
     * @param run what it is
     * @param owner who works on it; null for one that is only submitted
     * @return the run as it is created, or the one of that id that was there before, which is left as it is
     */
    Creation create(NewRun run, @Nullable Owner owner);

    /**
     * What came of creating a run.
     *
     * @param record the run
     * @param lease the lease on it; null where it is only submitted, or was there before
     * @param created whether it was not there before
     */
    record Creation(RunRecord record, @Nullable Lease lease, boolean created) {}

    /** A run by its id. */
    Optional<RunRecord> find(String runId);

    /** Runs, the one that was created last first, without their steps. */
    List<RunRecord> list(RunQuery query);

    /** All that is kept of a run, as it was at one moment; empty when there is none of this id. */
    Optional<StoredRun> load(String runId);

    /**
     * Makes a run this owner's: one that has no lease, whose lease is over, or whose owner {@linkplain Owner#isDead() is known to
     * be dead} where the store can rely on that. Its phase becomes {@link RunPhase#RUNNING}. One that is taken over without
     * having been given back counts as one more recovery; by that one which is more than {@link #MOST_RECOVERIES} it
     * becomes {@link RunPhase#QUARANTINED} instead. A request to cancel it that was
     * there before is forgotten: who does not want to go on with such a run calls {@link #cancel} again, before.
     *
     * @throws RunLeasedException if it belongs to an owner already, be it this one; says to which and until when
     * @throws RunQuarantinedException if it is quarantined, or becomes so now
     * @throws RunStoreException if there is no such run
     */
    Lease claim(String runId, Owner owner);

    /**
     * Writes changes of a run, all or none. A commit of nothing but {@link RunChange.Settled} need survive no more than the end of
     * this process when it returns, as long as it survives a crash of the machine with the next commit, or a moment later.
     *
     * @param lease the lease as it was claimed
     * @param seq the number of this commit: {@link Lease#nextSeq()} for the first, one more for each that follows
     * @param changes at least one, in this order
     * @throws RunLeasedException if the run was claimed again, given back, moved on or cancelled since, or this number was
     *     written by another thread; nothing of it is written
     * @throws RunStoreException if there is no such run, or a change does not fit it; nothing of it is written
     */
    void commit(Lease lease, long seq, List<RunChange> changes);

    /**
     * Settles a call of a run that another owner may have claimed since, so that what it took is in the books whoever goes on.
     * Does nothing when it is settled already.
     *
     * @throws RunStoreException if the run has no such call
     */
    void settle(String runId, String callId, CallRecord.Settlement settlement);

    /**
     * Renews an owner's leases on these runs.
     *
     * @return those of the runs that are still the owner's
     */
    Set<String> renew(Owner owner, Collection<String> runIds);

    /** Gives a lease back, where it is still the owner's; the run stays where it stands. */
    void release(Lease lease);

    /** What is wanted of runs that have not ended: of those that somebody asked to cancel, or that have decisions. */
    List<RunSignal> signals();

    /**
     * Asks to cancel a run. Its owner does so; one without a living owner is {@link RunPhase#CANCELLED} at once. Does nothing when
     * it has ended.
     *
     * @throws RunStoreException if there is no such run
     */
    void cancel(String runId);

    /**
     * Keeps what a person decided.
     *
     * @return whether it holds: false when this approval was decided before
     * @throws RunStoreException if there is no such run
     */
    boolean decide(String runId, String approvalId, Payload answer);

    /**
     * Lets a quarantined run be taken up again, with no recoveries counted; its phase becomes {@link RunPhase#RUNNING}, without an
     * owner. Does nothing to a run that is not quarantined.
     *
     * @throws RunStoreException if there is no such run
     */
    void unquarantine(String runId);

    /**
     * Deletes runs that have ended before a time, and have no lease.
     *
     * @return their ids
     */
    List<String> purge(Instant endedBefore);

    /** Of these pictures, those that a step of a kept run refers to. Payloads are not looked into. */
    Set<String> needed(Collection<String> sha256);

    /** How long a lease lasts. */
    Duration leaseTime();

    /** What hands submitted runs to workers; empty where the store has none. */
    default Optional<RunQueue> queue() {
        return Optional.empty();
    }

    /** Closes what the store opened itself. */
    @Override
    void close();
}
