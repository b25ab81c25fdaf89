package dev.toolflow.jdbc;

import dev.toolflow.run.CallRecord;
import dev.toolflow.run.Lease;
import dev.toolflow.run.RunChange;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunPhase;
import dev.toolflow.run.RunStoreException;
import dev.toolflow.run.StepRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What an owner writes of its run. Thread-safe. */
final class Commits {
    /** Room for the changes of one commit between two that are neighbours. */
    private static final long CHANGES_OF_A_COMMIT = 1L << 20;

    private static final String ADVANCE = """
            UPDATE tf_run SET next_seq = next_seq + 1, updated_at = {now}, recoveries = recoveries * ?%s
            WHERE run_id = ? AND fence = ? AND next_seq = ? AND lease_owner = ?
            """;
    private static final String MOVE = ", phase = ?, ended_at = CASE WHEN ? = 1 THEN {now} END";
    private static final String GIVE_BACK = ", " + Ownership.NO_LEASE;
    private static final String STANDS_BEHIND =
            "SELECT 1 FROM tf_run WHERE run_id = ? AND fence = ? AND next_seq = ?{lock}";
    private static final String INTEND = """
            INSERT INTO tf_attempt (run_id, call_id, ordinal, step_id, attempt, number, model, intended_at, intent)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run_id, call_id) DO NOTHING
            """;
    private static final String SETTLE = """
            UPDATE tf_attempt SET settled_at = ?, answered = ?, outcome = ?
            WHERE run_id = ? AND call_id = ? AND settled_at IS NULL
            """;
    private static final String CALL = "SELECT 1 FROM tf_attempt WHERE run_id = ? AND call_id = ?";
    private static final String TOUCH = "UPDATE tf_run SET updated_at = {now} WHERE run_id = ?";
    private static final String SAVE_STEP = """
            INSERT INTO tf_step (run_id, step_id, ordinal, status, definition, version, input_hash, output_hash, result)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run_id, step_id) DO UPDATE SET status = excluded.status, definition = excluded.definition,
                version = excluded.version, input_hash = excluded.input_hash, output_hash = excluded.output_hash,
                result = excluded.result
            """;
    private static final String FORGET_PICTURES = "DELETE FROM tf_step_blob WHERE run_id = ? AND step_id = ?";
    private static final String PICTURE =
            "INSERT INTO tf_blob (sha256, mime, size_bytes) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING";
    private static final String PICTURE_OF_STEP =
            "INSERT INTO tf_step_blob (run_id, step_id, position, sha256) VALUES (?, ?, ?, ?)";
    private static final String END = "UPDATE tf_run_payload SET ending = ? WHERE run_id = ?";

    private final Database database;

    Commits(Database database) {
        this.database = database;
    }

    void commit(Lease lease, long seq, List<RunChange> changes) {
        if (changes.isEmpty()) {
            throw new IllegalArgumentException("changes: a commit has at least one");
        }
        List<RunChange> all = List.copyOf(changes);
        List<Write> writes = new ArrayList<>();
        writes.add(advance(lease, seq, all));
        for (int i = 0; i < all.size(); i++) {
            add(writes, lease.runId(), seq * CHANGES_OF_A_COMMIT + i, all.get(i));
        }
        // Nothing follows from what came of a call before another commit does.
        boolean soon = all.stream().allMatch(change -> change instanceof RunChange.Settled);
        Database.Work<Boolean> isThere =
                session -> session.first(STANDS_BEHIND, row -> true, lease.runId(), lease.fence(), seq + 1)
                        .isPresent();
        database.write(
                "commit " + seq + " of run '" + lease.runId() + "'",
                new Batch(lease.runId(), writes, isThere, isOrdered(all), soon));
    }

    /** Pictures of a step are forgotten before they are written; the same call or step may be there twice. */
    private static boolean isOrdered(List<RunChange> changes) {
        Set<List<String>> written = new HashSet<>();
        return !changes.stream()
                .allMatch(change -> written.add(row(change))
                        && !(change instanceof RunChange.StepSaved saved
                                && !saved.step().blobs().isEmpty()));
    }

    private static List<String> row(RunChange change) {
        if (change instanceof RunChange.Intended made) {
            return List.of("call", made.call().id());
        }
        if (change instanceof RunChange.Settled settled) {
            return List.of("call", settled.callId());
        }
        return change instanceof RunChange.StepSaved saved
                ? List.of("step", saved.step().stepId())
                : List.of("run");
    }

    void settle(String runId, String callId, CallRecord.Settlement settlement) {
        database.write("settling call " + callId + " of run '" + runId + "'", session -> {
            Write settling = settling(runId, callId, settlement);
            int settled = session.update(settling.sql(), settling.values().toArray());
            settling.check(session, settled);
            if (settled != 0) {
                session.update(TOUCH, runId);
            }
            return settled;
        });
    }

    private static Write advance(Lease lease, long seq, List<RunChange> changes) {
        boolean gotOn = changes.stream()
                .anyMatch(change -> change instanceof RunChange.StepSaved saved
                        && saved.step().isAccepted());
        String runId = lease.runId();
        List<Object> values = new ArrayList<>();
        values.add(gotOn ? 0 : 1);
        String moving = moving(changes, values);
        Collections.addAll(values, runId, lease.fence(), seq, lease.owner().id());
        return Write.of(ADVANCE.formatted(moving), values.toArray()).whenNone(session -> {
            throw refused(Standing.of(session, runId), lease, seq);
        });
    }

    private static RunLeasedException refused(Standing standing, Lease lease, long seq) {
        Lease held = standing.lease();
        boolean owned = held != null
                && held.fence() == lease.fence()
                && held.owner().id().equals(lease.owner().id());
        String why = owned
                ? "expects commit " + standing.nextSeq() + ", not " + seq
                        + ": nothing was written; commit from one thread, in order"
                : "is no longer owned by fence " + lease.fence()
                        + ": nothing was written; load it again before going on";
        return new RunLeasedException("run '" + lease.runId() + "' " + why, null);
    }

    private static void add(List<Write> writes, String runId, long ordinal, RunChange change) {
        if (change instanceof RunChange.Intended made) {
            writes.add(intending(runId, ordinal, made.call()));
        } else if (change instanceof RunChange.Settled settled) {
            writes.add(settling(runId, settled.callId(), settled.settlement()));
        } else if (change instanceof RunChange.StepSaved saved) {
            addSaving(writes, runId, ordinal, saved.step());
        } else if (change instanceof RunChange.Moved moved) {
            addEnding(writes, runId, moved);
        }
    }

    /** Where the run moves to, as a part of its advance. */
    private static String moving(List<RunChange> changes, List<Object> values) {
        RunPhase phase = null;
        for (RunChange change : changes) {
            phase = change instanceof RunChange.Moved moved ? moved.phase() : phase;
        }
        if (phase == null) {
            return "";
        }
        Collections.addAll(values, phase.name(), phase.isEnded() ? 1 : 0);
        return phase == RunPhase.RUNNING ? MOVE : MOVE + GIVE_BACK;
    }

    private static Write intending(String runId, long ordinal, CallRecord call) {
        CallRecord.Place place = call.place();
        return Write.of(
                        INTEND,
                        runId,
                        call.id(),
                        ordinal,
                        place.stepId(),
                        place.attempt(),
                        place.number(),
                        place.model(),
                        Micros.of(call.intendedAt()),
                        call.intent().bytes())
                .whenNone(session -> {
                    throw new RunStoreException(
                            "run '" + runId + "' has a call " + call.id()
                                    + " already: nothing was written; give each call an id of its own",
                            null);
                });
    }

    /** One that is settled already stays as it is. */
    private static Write settling(String runId, String callId, CallRecord.Settlement settlement) {
        long at = Micros.of(settlement.at());
        int answered = settlement.answered() ? 1 : 0;
        byte[] outcome = settlement.outcome().bytes();
        return Write.of(SETTLE, at, answered, outcome, runId, callId).whenNone(session -> {
            if (session.first(CALL, row -> true, runId, callId).isEmpty()) {
                Standing.of(session, runId);
                throw Missing.call(runId, callId);
            }
        });
    }

    private static void addSaving(List<Write> writes, String runId, long ordinal, StepRecord step) {
        StepRecord.Shape shape = step.shape();
        writes.add(Write.of(
                SAVE_STEP,
                runId,
                step.stepId(),
                ordinal,
                step.status(),
                shape.definition(),
                shape.version(),
                shape.inputHash(),
                shape.outputHash(),
                step.result().bytes()));
        writes.add(Write.of(FORGET_PICTURES, runId, step.stepId()));
        int position = 0;
        for (StepRecord.Blob picture : step.blobs()) {
            writes.add(Write.of(PICTURE, picture.sha256(), picture.mime(), picture.sizeBytes()));
            writes.add(Write.of(PICTURE_OF_STEP, runId, step.stepId(), position++, picture.sha256()));
        }
    }

    private static void addEnding(List<Write> writes, String runId, RunChange.Moved moved) {
        if (moved.end() != null) {
            writes.add(Write.of(END, moved.end().bytes(), runId));
        }
    }
}
