package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.DecisionRecord;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunQuery;
import dev.toolflow.run.RunRecord;
import dev.toolflow.run.StepRecord;
import dev.toolflow.run.StoredRun;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is there: looking for runs, reading all of one, and deleting old ones. Thread-safe. */
final class KeptRuns {
    /** How many runs are deleted at once. */
    private static final int RUNS = 50;
    /** How many pictures are asked for at once. */
    private static final int PICTURES = 100;

    private static final String CALLS = """
            SELECT call_id, step_id, attempt, number, model, intended_at, intent, settled_at, answered, outcome
            FROM tf_attempt WHERE run_id = ? ORDER BY ordinal
            """;
    private static final String STEPS = """
            SELECT step_id, status, definition, version, input_hash, output_hash, result
            FROM tf_step WHERE run_id = ? ORDER BY ordinal
            """;
    private static final String BLOBS = """
            SELECT s.step_id, b.sha256, b.mime, b.size_bytes
            FROM tf_step_blob s JOIN tf_blob b ON b.sha256 = s.sha256
            WHERE s.run_id = ? ORDER BY s.step_id, s.position
            """;
    private static final String DECISIONS =
            "SELECT approval_id, decided_at, answer FROM tf_decision WHERE run_id = ? ORDER BY ordinal";
    private static final String PURGE = """
            DELETE FROM tf_run WHERE run_id IN (
                SELECT run_id FROM tf_run WHERE ended_at < ? AND lease_owner IS NULL AND phase IN
                    ('COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED', 'TIMED_OUT', 'OVER_BUDGET')
                ORDER BY ordinal LIMIT ?{lock})
            RETURNING run_id
            """;
    private static final String FORGET_PICTURES =
            "DELETE FROM tf_blob WHERE NOT EXISTS (SELECT 1 FROM tf_step_blob s WHERE s.sha256 = tf_blob.sha256)";
    private static final String NEEDED = "SELECT DISTINCT sha256 FROM tf_step_blob WHERE sha256 IN ("
            + String.join(", ", Collections.nCopies(PICTURES, "?")) + ")";

    private final Database database;

    KeptRuns(Database database) {
        this.database = database;
    }

    Optional<RunRecord> find(String runId) {
        return database.read("looking for run '" + runId + "'", session -> RunRows.find(session, runId));
    }

    List<RunRecord> list(RunQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        condition(query.flow(), "r.flow = ?", conditions, values);
        condition(query.tenant(), "r.tenant = ?", conditions, values);
        condition(query.createdFrom().map(Micros::of), "r.created_at >= ?", conditions, values);
        condition(query.createdBefore().map(Micros::of), "r.created_at < ?", conditions, values);
        // A run whose phase only a newer ToolFlow knows keeps nobody from seeing the others.
        Set<RunPhase> phases = query.phases().isEmpty() ? EnumSet.allOf(RunPhase.class) : query.phases();
        conditions.add("r.phase IN (" + String.join(", ", Collections.nCopies(phases.size(), "?")) + ")");
        phases.stream().map(RunPhase::name).forEach(values::add);
        if (query.isUnleased()) {
            conditions.add("(r.lease_until IS NULL OR r.lease_until <= {now})");
        }
        values.add((long) query.limit());
        String sql = RunRows.SELECT + "WHERE " + String.join(" AND ", conditions) + " ORDER BY r.ordinal DESC LIMIT ?";
        return database.read("listing runs", session -> session.all(sql, RunRows::record, values.toArray()));
    }

    private static void condition(Optional<?> wanted, String sql, List<String> conditions, List<Object> values) {
        wanted.ifPresent(value -> {
            conditions.add(sql);
            values.add(value);
        });
    }

    Optional<StoredRun> load(String runId) {
        return database.read("loading run '" + runId + "'", session -> {
            Optional<RunRecord> record = RunRows.find(session, runId);
            if (record.isEmpty()) {
                return Optional.empty();
            }
            List<CallRecord> calls = session.all(CALLS, KeptRuns::call, runId);
            Map<String, List<StepRecord.Blob>> blobs = blobs(session, runId);
            List<StepRecord> steps = session.all(STEPS, row -> step(row, blobs), runId);
            List<DecisionRecord> decisions = session.all(DECISIONS, People::decision, runId);
            return Optional.of(new StoredRun(record.get(), calls, steps, decisions));
        });
    }

    private static Map<String, List<StepRecord.Blob>> blobs(Session session, String runId) throws SQLException {
        Map<String, List<StepRecord.Blob>> blobs = new HashMap<>();
        session.all(
                BLOBS,
                row -> blobs.computeIfAbsent(row.getString("step_id"), id -> new ArrayList<>())
                        .add(new StepRecord.Blob(
                                row.getString("sha256"), row.getString("mime"), row.getLong("size_bytes"))),
                runId);
        return blobs;
    }

    private static StepRecord step(ResultSet row, Map<String, List<StepRecord.Blob>> blobs) throws SQLException {
        String stepId = row.getString("step_id");
        return new StepRecord(
                stepId,
                row.getString("status"),
                new StepRecord.Shape(
                        row.getString("definition"),
                        row.getString("version"),
                        row.getString("input_hash"),
                        row.getString("output_hash")),
                Payload.of(row.getBytes("result")),
                blobs.getOrDefault(stepId, List.of()));
    }

    private static CallRecord call(ResultSet row) throws SQLException {
        CallRecord.Place place = new CallRecord.Place(
                row.getString("step_id"), row.getInt("attempt"), row.getInt("number"), row.getString("model"));
        Instant settledAt = RunRows.instantIfAny(row, "settled_at");
        CallRecord.Settlement settlement = settledAt == null
                ? null
                : new CallRecord.Settlement(
                        settledAt, row.getInt("answered") != 0, Payload.of(row.getBytes("outcome")));
        return new CallRecord(
                row.getString("call_id"),
                place,
                RunRows.instant(row, "intended_at"),
                Payload.of(row.getBytes("intent")),
                settlement);
    }

    /** A few at a time, so that nobody who commits waits for long. */
    List<String> purge(Instant endedBefore) {
        List<String> gone = new ArrayList<>();
        List<String> some;
        do {
            some = database.write(
                    "purging runs",
                    session -> session.all(PURGE, row -> row.getString("run_id"), Micros.of(endedBefore), RUNS));
            gone.addAll(some);
        } while (some.size() == RUNS);
        if (!gone.isEmpty()) {
            database.write("forgetting pictures", session -> session.update(FORGET_PICTURES));
        }
        return List.copyOf(gone);
    }

    Set<String> needed(Collection<String> sha256) {
        List<String> asked = List.copyOf(sha256);
        return database.read("looking for pictures", session -> {
            Set<String> needed = new HashSet<>();
            for (int from = 0; from < asked.size(); from += PICTURES) {
                // Filled up with a hash that is there already, so that there is one statement for all.
                Object[] some = Collections.nCopies(PICTURES, asked.get(from)).toArray();
                List<String> next = asked.subList(from, Math.min(asked.size(), from + PICTURES));
                System.arraycopy(next.toArray(), 0, some, 0, next.size());
                needed.addAll(session.all(NEEDED, row -> row.getString("sha256"), some));
            }
            return Set.copyOf(needed);
        });
    }
}
