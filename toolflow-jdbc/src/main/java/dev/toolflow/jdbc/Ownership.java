package dev.toolflow.jdbc;

import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuarantinedException;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.RunStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whose a run is: its creation, and all that is done with leases. Thread-safe. */
final class Ownership {
    /** What a lease leaves behind when it is given back. */
    static final String NO_LEASE =
            "lease_owner = NULL, lease_host = NULL, lease_pid = NULL, lease_started = NULL, lease_until = NULL, lease_seq = NULL";

    private static final String CREATE = """
            INSERT INTO tf_run (run_id, flow, tenant, phase, created_at, updated_at, fence, next_seq, recoveries, cancel_requested,
                lease_recovered)
            VALUES (?, ?, ?, 'SUBMITTED', {now}, {now}, 0, 1, 0, 0, 0)
            ON CONFLICT (run_id) DO NOTHING
            """;
    private static final String CREATE_PAYLOAD =
            "INSERT INTO tf_run_payload (run_id, input_hash, forked_from, input, options) VALUES (?, ?, ?, ?, ?)";
    /** All of it, with its first owner, in one statement; no row where the run is there already. */
    private static final String CREATE_OWNED = """
            WITH r AS (
                INSERT INTO tf_run (run_id, flow, tenant, phase, created_at, updated_at, fence, next_seq, recoveries,
                    cancel_requested, lease_recovered, lease_seq, lease_owner, lease_host, lease_pid, lease_started, lease_until)
                VALUES (?, ?, ?, 'RUNNING', {now}, {now}, 1, 1, 0, 0, 0, 1, ?, ?, ?, ?, {now} + ?)
                ON CONFLICT (run_id) DO NOTHING
                RETURNING *),
            p AS (
                INSERT INTO tf_run_payload (run_id, input_hash, forked_from, input, options)
                SELECT run_id, ?, ?, ?, ? FROM r
                RETURNING *)
            """ + RunRows.columns() + "FROM r, p";

    private static final String CLAIM = """
            UPDATE tf_run SET fence = fence + 1, phase = 'RUNNING', updated_at = {now}, ended_at = NULL, cancel_requested = 0,
                recoveries = recoveries + ?, lease_owner = ?, lease_host = ?, lease_pid = ?, lease_started = ?,
                lease_until = {now} + ?, lease_seq = next_seq, lease_recovered = ?
            WHERE run_id = ?
            """;
    private static final String QUARANTINE =
            "UPDATE tf_run SET fence = fence + 1, phase = 'QUARANTINED', updated_at = {now}, "
                    + "recoveries = recoveries + 1, " + NO_LEASE + " WHERE run_id = ?";
    private static final String RENEW =
            "UPDATE tf_run SET lease_until = {now} + ? WHERE run_id = ? AND lease_owner = ?";
    private static final String RELEASE =
            "UPDATE tf_run SET " + NO_LEASE + " WHERE run_id = ? AND lease_owner = ? AND fence = ?";

    private final Database database;
    private final long leaseMicros;

    Ownership(Database database, Duration leaseTime) {
        this.database = database;
        this.leaseMicros = Micros.of(leaseTime);
    }

    RunStore.Creation create(NewRun run, @Nullable Owner owner) {
        String what = "creating run '" + run.id() + "'";
        return owner == null
                ? database.write(what, inOrder(run, null))
                : database.write(
                        what, new Database.Making<>(atOnce(run, owner), inOrder(run, owner), inDoubt(run, owner)));
    }

    private Database.Work<RunStore.Creation> atOnce(NewRun run, Owner owner) {
        return session -> {
            Optional<RunRecord> made = session.firstAtOnce(
                    CREATE_OWNED,
                    RunRows::record,
                    run.id(),
                    run.flow(),
                    run.tenant(),
                    owner.id(),
                    owner.host(),
                    owner.pid(),
                    Micros.of(owner.startedAt()),
                    leaseMicros,
                    run.inputHash(),
                    run.forkedFrom(),
                    run.input().bytes(),
                    run.options().bytes());
            return made.isPresent()
                    ? new RunStore.Creation(made.get(), made.get().lease(), true)
                    : new RunStore.Creation(there(session, run), null, false);
        };
    }

    private static RunRecord there(Session session, NewRun run) throws SQLException {
        return RunRows.find(session, run.id()).orElseThrow(() -> Missing.run(run.id()));
    }

    /** A run that stands right behind its creation and has the same owner was made by this. */
    private Database.Work<RunStore.Creation> inDoubt(NewRun run, Owner owner) {
        return session -> {
            RunStore.Creation creation = inOrder(run, owner).in(session);
            RunRecord record = creation.record();
            Lease lease = record.lease();
            boolean ours = lease != null
                    && lease.owner().id().equals(owner.id())
                    && lease.fence() == 1
                    && record.nextSeq() == 1;
            return ours ? new RunStore.Creation(record, lease, true) : creation;
        };
    }

    private Database.Work<RunStore.Creation> inOrder(NewRun run, @Nullable Owner owner) {
        return session -> {
            boolean created = session.update(CREATE, run.id(), run.flow(), run.tenant()) == 1;
            if (created) {
                byte[] input = run.input().bytes();
                byte[] options = run.options().bytes();
                List<Write> rest = new ArrayList<>();
                rest.add(Write.of(CREATE_PAYLOAD, run.id(), run.inputHash(), run.forkedFrom(), input, options));
                if (owner != null) {
                    rest.add(owning(run.id(), owner, false));
                }
                session.updateAll(rest);
            }
            RunRecord record = there(session, run);
            return new RunStore.Creation(record, created ? record.lease() : null, created);
        };
    }

    /** A run is quarantined for good, whatever is thrown then; so the transaction ends before that. */
    Lease claim(String runId, Owner owner) {
        String dead = deadOwner(runId);
        Lease claimed = database.<Claim>write(
                        "claiming run '" + runId + "'", session -> claim(session, runId, owner, dead))
                .lease();
        if (claimed == null) {
            throw new RunQuarantinedException(
                    "run '" + runId + "' was taken up more than " + RunStore.MOST_RECOVERIES
                            + " times without getting on and is left alone; find out what ends its owners, then release it",
                    null);
        }
        return claimed;
    }

    /** What came of a claim: a lease, or null for a run that is quarantined. */
    private record Claim(@Nullable Lease lease) {}

    private Claim claim(Session session, String runId, Owner owner, String dead) throws SQLException {
        Standing standing = Standing.of(session, runId);
        if (standing.phase() == RunPhase.QUARANTINED) {
            return new Claim(null);
        }
        Lease earlier = standing.lease();
        if (earlier != null && standing.isOwned(dead)) {
            throw new RunLeasedException(
                    "run '" + runId + "' belongs to " + earlier.owner() + " until " + earlier.until()
                            + " unless that owner renews its lease; try again then, or stop that owner",
                    null);
        }
        if (earlier != null && standing.recoveries() >= RunStore.MOST_RECOVERIES) {
            session.update(QUARANTINE, runId);
            return new Claim(null);
        }
        session.updateAll(List.of(owning(runId, owner, earlier != null)));
        return new Claim(Standing.of(session, runId).lease());
    }

    private Write owning(String runId, Owner owner, boolean recovered) {
        int count = recovered ? 1 : 0;
        long started = Micros.of(owner.startedAt());
        return Write.of(CLAIM, count, owner.id(), owner.host(), owner.pid(), started, leaseMicros, count, runId);
    }

    /**
     * The owner of a run, where it is dead; nobody's id otherwise. Found out before the transaction, which others wait for; it
     * then counts for this owner only.
     */
    String deadOwner(String runId) {
        if (!database.isOfOneMachine()) {
            return "";
        }
        return database.read("looking for run '" + runId + "'", session -> {
            Lease lease = Standing.of(session, runId).lease();
            return lease != null && lease.owner().isDead() ? lease.owner().id() : "";
        });
    }

    Set<String> renew(Owner owner, Collection<String> runIds) {
        // In one order for all, so that two that renew the same runs do not wait for each other in a circle.
        List<String> ids = List.copyOf(new TreeSet<>(runIds));
        if (ids.isEmpty()) {
            return Set.of();
        }
        List<Object[]> values = ids.stream()
                .map(id -> new Object[] {leaseMicros, id, owner.id()})
                .toList();
        return database.write("renewing leases", session -> {
            int[] renewed = session.updateEach(RENEW, values);
            Set<String> kept = new TreeSet<>();
            for (int i = 0; i < renewed.length; i++) {
                if (renewed[i] == 1) {
                    kept.add(ids.get(i));
                }
            }
            return Set.copyOf(kept);
        });
    }

    void release(Lease lease) {
        database.write(
                "releasing run '" + lease.runId() + "'",
                session -> session.update(RELEASE, lease.runId(), lease.owner().id(), lease.fence()));
    }
}
