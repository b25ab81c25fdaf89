package dev.toolflow.jdbc;

import dev.toolflow.run.Lease;
import dev.toolflow.run.RunPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How a run stands right before its owner changes.
 *
 * @param phase where it stands
 * @param recoveries how often it was taken over
 * @param nextSeq the number of its next commit
 * @param lease the last lease, unless it was given back
 * @param lasts whether that lease is not over yet
 */
record Standing(
        RunPhase phase,
        int recoveries,
        long nextSeq,
        @Nullable Lease lease,
        boolean lasts) {
    private static final String SELECT = """
            SELECT run_id, phase, recoveries, fence, next_seq, lease_owner, lease_host, lease_pid, lease_started, lease_until,
                lease_seq, lease_recovered, CASE WHEN lease_until > {now} THEN 1 ELSE 0 END AS lasts
            FROM tf_run WHERE run_id = ?{lock}
            """;

    /** Reads it, and keeps others from changing it before the transaction ends. */
    static Standing of(Session session, String runId) throws SQLException {
        return session.first(SELECT, Standing::of, runId).orElseThrow(() -> Missing.run(runId));
    }

    private static Standing of(ResultSet row) throws SQLException {
        return new Standing(
                RunRows.phase(row),
                row.getInt("recoveries"),
                row.getLong("next_seq"),
                RunRows.lease(row),
                row.getInt("lasts") != 0);
    }

    /** Whether somebody works on it, as far as is known. */
    boolean isOwned(String deadOwner) {
        return lease != null && lasts && !lease.owner().id().equals(deadOwner);
    }
}
