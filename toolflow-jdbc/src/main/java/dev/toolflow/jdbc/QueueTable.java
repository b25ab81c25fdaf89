package dev.toolflow.jdbc;

import com.github.kagkarlsson.scheduler.task.Execution;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * The table of the queue, which is db-scheduler's, and what we do in it ourselves. Thread-safe.
 *
 * <p>Each submission leaves a mark with the run. A worker that is done takes the run off the queue only with the mark that it
 * found there; with another one, the run was submitted again in the meantime and is due at once.
 */
final class QueueTable {
    static final String NAME = "tf_scheduled_tasks";
    static final String TASK = "toolflow-run";

    private static final String SUBMIT = """
            INSERT INTO tf_scheduled_tasks AS queued
                (task_name, task_instance, task_data, execution_time, picked, consecutive_failures, version)
            VALUES (?, ?, ?, now(), false, 0, 1)
            ON CONFLICT (task_name, task_instance) DO UPDATE SET task_data = excluded.task_data,
                execution_time = CASE WHEN queued.picked THEN queued.execution_time
                    ELSE least(queued.execution_time, excluded.execution_time) END
            """;
    private static final String REMOVE = """
            DELETE FROM tf_scheduled_tasks WHERE task_name = ? AND task_instance = ? AND version = ? AND task_data = ?
            """;
    private static final String AGAIN = """
            UPDATE tf_scheduled_tasks SET picked = false, picked_by = NULL, last_heartbeat = NULL, consecutive_failures = 0,
                execution_time = now(), version = version + 1
            WHERE task_name = ? AND task_instance = ? AND version = ?
            """;

    private final Database database;

    QueueTable(Database database) {
        this.database = database;
    }

    void submit(String runId) {
        byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        database.write("queueing run '" + runId + "'", session -> session.update(SUBMIT, TASK, runId, mark));
    }

    /** A run was worked on. */
    void done(Execution done) {
        String runId = done.getId();
        database.write("taking run '" + runId + "' off the queue", session -> {
            int removed = session.update(REMOVE, TASK, runId, done.version, done.taskInstance.getData());
            return removed == 1 ? removed : session.update(AGAIN, TASK, runId, done.version);
        });
    }

    /** The database's clock. */
    Instant now() {
        return database.read(
                "asking for the time",
                session -> session.first("SELECT clock_timestamp()", row -> row.getObject(1, OffsetDateTime.class))
                        .orElseThrow()
                        .toInstant());
    }
}
