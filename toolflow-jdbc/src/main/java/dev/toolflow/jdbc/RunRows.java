package dev.toolflow.jdbc;

import dev.toolflow.run.Lease;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunIncompatibleException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows of runs, and how they are read. */
final class RunRows {
    /** Everything of a run; conditions and order follow. */
    static final String SELECT = columns() + "FROM tf_run r JOIN tf_run_payload p ON p.run_id = r.run_id\n";

    private RunRows() {}

    /** What is read of a run, as {@code r}, and of its payload, as {@code p}; where from is to follow. */
    static String columns() {
        return """
                SELECT r.run_id, r.flow, r.tenant, r.phase, r.created_at, r.updated_at, r.ended_at, r.fence, r.next_seq, r.recoveries,
                    r.cancel_requested, r.lease_owner, r.lease_host, r.lease_pid, r.lease_started, r.lease_until, r.lease_seq,
                    r.lease_recovered, p.input_hash, p.forked_from, p.input, p.options, p.ending
                """;
    }

    static Optional<RunRecord> find(Session session, String runId) throws SQLException {
        return session.first(SELECT + "WHERE r.run_id = ?", RunRows::record, runId);
    }

    static RunRecord record(ResultSet row) throws SQLException {
        return new RunRecord(
                new NewRun(
                        row.getString("run_id"),
                        row.getString("flow"),
                        row.getString("tenant"),
                        row.getString("input_hash"),
                        Payload.of(row.getBytes("input")),
                        Payload.of(row.getBytes("options")),
                        row.getString("forked_from")),
                phase(row),
                new RunRecord.Times(
                        instant(row, "created_at"), instant(row, "updated_at"), instantIfAny(row, "ended_at")),
                lease(row),
                row.getLong("fence"),
                row.getLong("next_seq"),
                row.getInt("recoveries"),
                row.getInt("cancel_requested") != 0,
                payloadIfAny(row, "ending"));
    }

    static RunPhase phase(ResultSet row) throws SQLException {
        String phase = row.getString("phase");
        return Arrays.stream(RunPhase.values())
                .filter(known -> known.name().equals(phase))
                .findFirst()
                .orElseThrow(() -> new RunIncompatibleException(
                        "a run stands at a phase that this ToolFlow does not know; use the newer one that wrote it, or restore"
                                + " the run from a copy; nothing of it was changed",
                        null));
    }

    static @Nullable Lease lease(ResultSet row) throws SQLException {
        String owner = row.getString("lease_owner");
        if (owner == null) {
            return null;
        }
        return new Lease(
                row.getString("run_id"),
                new Owner(owner, row.getString("lease_host"), row.getLong("lease_pid"), instant(row, "lease_started")),
                row.getLong("fence"),
                row.getLong("lease_seq"),
                instant(row, "lease_until"),
                row.getInt("lease_recovered") != 0);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Micros.instant(row.getLong(column));
    }

    static @Nullable Instant instantIfAny(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : Micros.instant(micros);
    }

    private static @Nullable Payload payloadIfAny(ResultSet row, String column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Payload.of(bytes);
    }
}
