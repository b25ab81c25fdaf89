-- A PostgreSQL database as version 1 wrote it.

-- Times are microseconds since 1970-01-01T00:00:00Z. Flags are 0 or 1. Payloads are bytes that only the engine reads.
-- Rows that are written again and again find room on their page: their indexes stay as they are.

CREATE TABLE tf_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

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

CREATE TABLE tf_schema_history (
    installed_rank INTEGER NOT NULL PRIMARY KEY,
    version VARCHAR(50),
    description VARCHAR(200) NOT NULL,
    type VARCHAR(20) NOT NULL,
    script VARCHAR(1000) NOT NULL,
    checksum INTEGER,
    installed_by VARCHAR(100) NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT now(),
    execution_time INTEGER NOT NULL,
    success BOOLEAN NOT NULL
);

CREATE INDEX tf_schema_history_s_idx ON tf_schema_history (success);

INSERT INTO tf_schema_history VALUES (1, '1', 'runs', 'SQL', 'V1__runs.sql', 991789658, 'postgres', '2026-11-26 07:00:00', 1, true);
INSERT INTO tf_meta VALUES ('format','1');
INSERT INTO tf_run OVERRIDING SYSTEM VALUE VALUES (1,'brand-kit-1','brand-kit','acme','PARTIAL',1795611600000001,1795611600000001,1795611600000001,1,5,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO tf_run OVERRIDING SYSTEM VALUE VALUES (2,'fork-1','brand-kit',NULL,'RUNNING',1795611600000001,1795611600000001,NULL,1,1,0,1,'anna','studio',4711,1795604400000000,1795611630000001,1,0);
INSERT INTO tf_run_payload VALUES ('brand-kit-1','0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',NULL,'\x7B226272696566223A22746561227D','\x7B7D','\x656E64');
INSERT INTO tf_run_payload VALUES ('fork-1','0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f','brand-kit-1','\x','\x7B7D',NULL);
INSERT INTO tf_attempt VALUES ('brand-kit-1','call-1',1048576,'palette',1,1,'gpt-x',1795608000123456,'\x696E74656E74',1795608002123456,1,'\x6F7574636F6D65');
INSERT INTO tf_attempt VALUES ('brand-kit-1','call-2',4194304,'logo',2,3,'image-x',1795608009123456,'\x696E74656E74',NULL,NULL,NULL);
INSERT INTO tf_step VALUES ('brand-kit-1','palette',2097153,'COMPLETED','palette','1.2','0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b','0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c','\x726573756C74');
INSERT INTO tf_step VALUES ('brand-kit-1','hero',3145728,'COMPLETED','hero','1','','0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c','\x7069637475726573');
INSERT INTO tf_blob VALUES ('0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d','image/png',12345);
INSERT INTO tf_blob VALUES ('0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e','image/webp',678);
INSERT INTO tf_step_blob VALUES ('brand-kit-1','hero',0,'0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d');
INSERT INTO tf_step_blob VALUES ('brand-kit-1','hero',1,'0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e');
INSERT INTO tf_decision OVERRIDING SYSTEM VALUE VALUES (1,'brand-kit-1','approve',1795611600000001,'\x74727565');

SELECT setval('tf_run_ordinal_seq', 2);
SELECT setval('tf_decision_ordinal_seq', 1);
