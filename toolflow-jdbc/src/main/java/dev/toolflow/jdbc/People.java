package dev.toolflow.jdbc;

import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunSignal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people want of a run that they do not own: cancel it, decide something, let it be taken up again. Thread-safe. */
final class People {
    private static final String CANCEL = "UPDATE tf_run SET cancel_requested = 1, updated_at = {now} WHERE run_id = ?";
    private static final String CANCEL_AT_ONCE = "UPDATE tf_run SET cancel_requested = 1, updated_at = {now}, "
            + "phase = 'CANCELLED', ended_at = {now}, " + Ownership.NO_LEASE + " WHERE run_id = ?";
    private static final String UNQUARANTINE =
            "UPDATE tf_run SET phase = 'RUNNING', recoveries = 0, updated_at = {now} "
                    + "WHERE run_id = ? AND phase = 'QUARANTINED'";
    private static final String DECIDE = "INSERT INTO tf_decision (run_id, approval_id, decided_at, answer) "
            + "VALUES (?, ?, {now}, ?) ON CONFLICT (run_id, approval_id) DO NOTHING";
    private static final String TOUCH = "UPDATE tf_run SET updated_at = {now} WHERE run_id = ?";
    private static final String NOT_ENDED = "r.phase IN ('SUBMITTED', 'RUNNING', 'WAITING', 'QUARANTINED')";
    private static final String SIGNALLED = "SELECT r.run_id, r.cancel_requested FROM tf_run r WHERE " + NOT_ENDED
            + " AND (r.cancel_requested = 1 OR EXISTS (SELECT 1 FROM tf_decision d WHERE d.run_id = r.run_id)) ORDER BY r.ordinal";
    /** Found by way of the runs that have not ended, of which there are few: so says CROSS JOIN to SQLite. */
    private static final String DECIDED = "SELECT d.run_id, d.approval_id, d.decided_at, d.answer FROM tf_run r "
            + "CROSS JOIN tf_decision d WHERE d.run_id = r.run_id AND " + NOT_ENDED + " ORDER BY d.ordinal";

    private final Database database;
    private final Ownership ownership;

    People(Database database, Ownership ownership) {
        this.database = database;
        this.ownership = ownership;
    }

    void cancel(String runId) {
        String dead = ownership.deadOwner(runId);
        database.write("cancelling run '" + runId + "'", session -> {
            Standing standing = Standing.of(session, runId);
            if (standing.phase().isEnded()) {
                return 0;
            }
            return session.update(standing.isOwned(dead) ? CANCEL : CANCEL_AT_ONCE, runId);
        });
    }

    boolean decide(String runId, String approvalId, Payload answer) {
        return database.write("deciding '" + approvalId + "' of run '" + runId + "'", session -> {
            Standing.of(session, runId);
            boolean first = session.update(DECIDE, runId, approvalId, answer.bytes()) == 1;
            if (first) {
                session.update(TOUCH, runId);
            }
            return first;
        });
    }

    void unquarantine(String runId) {
        database.write("releasing run '" + runId + "' from quarantine", session -> {
            Standing.of(session, runId);
            return session.update(UNQUARANTINE, runId);
        });
    }

    List<RunSignal> signals() {
        return database.read("looking for signals", session -> {
            Map<String, List<DecisionRecord>> decisions = new LinkedHashMap<>();
            session.all(
                    DECIDED,
                    row -> decisions
                            .computeIfAbsent(row.getString("run_id"), id -> new ArrayList<>())
                            .add(decision(row)));
            return session.all(SIGNALLED, row -> {
                String id = row.getString("run_id");
                return new RunSignal(id, row.getInt("cancel_requested") != 0, decisions.getOrDefault(id, List.of()));
            });
        });
    }

    /** Reads a decision. */
    static DecisionRecord decision(ResultSet row) throws SQLException {
        return new DecisionRecord(
                row.getString("approval_id"), RunRows.instant(row, "decided_at"), Payload.of(row.getBytes("answer")));
    }
}
