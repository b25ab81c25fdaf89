-- Times are microseconds since 1970-01-01T00:00:00Z. Flags are 0 or 1. Payloads are bytes that only the engine reads.
-- Rows that are written again and again find room on their page: their indexes stay as they are.

CREATE TABLE tf_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

INSERT INTO tf_meta (name, value) VALUES ('format', '1');

-- What every commit writes is kept apart from what is written once, so that a commit writes few bytes.
CREATE TABLE tf_run (
    ordinal          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id           TEXT   NOT NULL UNIQUE,
    flow             TEXT   NOT NULL,
    tenant           TEXT,
    phase            TEXT   NOT NULL,
    created_at       BIGINT NOT NULL,
    updated_at       BIGINT NOT NULL,
    ended_at         BIGINT,
    fence            BIGINT NOT NULL,
    next_seq         BIGINT NOT NULL,
    recoveries       BIGINT NOT NULL,
    cancel_requested BIGINT NOT NULL,
    lease_owner      TEXT,
    lease_host       TEXT,
    lease_pid        BIGINT,
    lease_started    BIGINT,
    lease_until      BIGINT,
    lease_seq        BIGINT,
    lease_recovered  BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE INDEX tf_run_phase ON tf_run (phase, ordinal);
CREATE INDEX tf_run_flow ON tf_run (flow, ordinal);
CREATE INDEX tf_run_created ON tf_run (created_at);

CREATE TABLE tf_run_payload (
    run_id      TEXT   NOT NULL PRIMARY KEY REFERENCES tf_run (run_id) ON DELETE CASCADE,
    input_hash  TEXT   NOT NULL,
    forked_from TEXT,
    input       BYTEA  NOT NULL,
    options     BYTEA  NOT NULL,
    ending      BYTEA
);

-- One row for each call: written before it is made, settled after.
CREATE TABLE tf_attempt (
    run_id      TEXT   NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    call_id     TEXT   NOT NULL,
    ordinal     BIGINT NOT NULL,
    step_id     TEXT   NOT NULL,
    attempt     BIGINT NOT NULL,
    number      BIGINT NOT NULL,
    model       TEXT   NOT NULL,
    intended_at BIGINT NOT NULL,
    intent      BYTEA  NOT NULL,
    settled_at  BIGINT,
    answered    BIGINT,
    outcome     BYTEA,
    PRIMARY KEY (run_id, call_id)
) WITH (fillfactor = 70);

CREATE TABLE tf_step (
    run_id      TEXT   NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    step_id     TEXT   NOT NULL,
    ordinal     BIGINT NOT NULL,
    status      TEXT   NOT NULL,
    definition  TEXT   NOT NULL,
    version     TEXT   NOT NULL,
    input_hash  TEXT   NOT NULL,
    output_hash TEXT   NOT NULL,
    result      BYTEA  NOT NULL,
    PRIMARY KEY (run_id, step_id)
);

CREATE TABLE tf_blob (
    sha256     TEXT   NOT NULL PRIMARY KEY,
    mime       TEXT   NOT NULL,
    size_bytes BIGINT NOT NULL
);

CREATE TABLE tf_step_blob (
    run_id   TEXT   NOT NULL,
    step_id  TEXT   NOT NULL,
    position BIGINT NOT NULL,
    sha256   TEXT   NOT NULL REFERENCES tf_blob (sha256),
    PRIMARY KEY (run_id, step_id, position),
    FOREIGN KEY (run_id, step_id) REFERENCES tf_step (run_id, step_id) ON DELETE CASCADE
);

CREATE INDEX tf_step_blob_picture ON tf_step_blob (sha256);

CREATE TABLE tf_decision (
    ordinal     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id      TEXT   NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    approval_id TEXT   NOT NULL,
    decided_at  BIGINT NOT NULL,
    answer      BYTEA  NOT NULL,
    UNIQUE (run_id, approval_id)
);

-- What db-scheduler keeps of each run that is handed in for workers; the columns are its own.
CREATE TABLE tf_scheduled_tasks (
    task_name            TEXT                     NOT NULL,
    task_instance        TEXT                     NOT NULL,
    task_data            BYTEA,
    execution_time       TIMESTAMP WITH TIME ZONE NOT NULL,
    picked               BOOLEAN                  NOT NULL,
    picked_by            TEXT,
    last_success         TIMESTAMP WITH TIME ZONE,
    last_failure         TIMESTAMP WITH TIME ZONE,
    consecutive_failures INTEGER,
    last_heartbeat       TIMESTAMP WITH TIME ZONE,
    version              BIGINT                   NOT NULL,
    PRIMARY KEY (task_name, task_instance)
);

CREATE INDEX tf_scheduled_tasks_due ON tf_scheduled_tasks (execution_time);
CREATE INDEX tf_scheduled_tasks_heartbeat ON tf_scheduled_tasks (last_heartbeat);
