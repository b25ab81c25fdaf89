-- Times are microseconds since 1970-01-01T00:00:00Z. Flags are 0 or 1. Payloads are bytes that only the engine reads.

CREATE TABLE tf_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

INSERT INTO tf_meta (name, value) VALUES ('format', '1');

-- What every commit writes is kept apart from what is written once, so that a commit writes few bytes.
CREATE TABLE tf_run (
    ordinal          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run_id           TEXT    NOT NULL UNIQUE,
    flow             TEXT    NOT NULL,
    tenant           TEXT,
    phase            TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,
    updated_at       INTEGER NOT NULL,
    ended_at         INTEGER,
    fence            INTEGER NOT NULL,
    next_seq         INTEGER NOT NULL,
    recoveries       INTEGER NOT NULL,
    cancel_requested INTEGER NOT NULL,
    lease_owner      TEXT,
    lease_host       TEXT,
    lease_pid        INTEGER,
    lease_started    INTEGER,
    lease_until      INTEGER,
    lease_seq        INTEGER,
    lease_recovered  INTEGER NOT NULL
) STRICT;

CREATE INDEX tf_run_phase ON tf_run (phase, ordinal);
CREATE INDEX tf_run_flow ON tf_run (flow, ordinal);
CREATE INDEX tf_run_created ON tf_run (created_at);

CREATE TABLE tf_run_payload (
    run_id      TEXT NOT NULL PRIMARY KEY REFERENCES tf_run (run_id) ON DELETE CASCADE,
    input_hash  TEXT NOT NULL,
    forked_from TEXT,
    input       BLOB NOT NULL,
    options     BLOB NOT NULL,
    ending      BLOB
) STRICT;

-- One row for each call: written before it is made, settled after.
CREATE TABLE tf_attempt (
    run_id      TEXT    NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    call_id     TEXT    NOT NULL,
    ordinal     INTEGER NOT NULL,
    step_id     TEXT    NOT NULL,
    attempt     INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    model       TEXT    NOT NULL,
    intended_at INTEGER NOT NULL,
    intent      BLOB    NOT NULL,
    settled_at  INTEGER,
    answered    INTEGER,
    outcome     BLOB,
    PRIMARY KEY (run_id, call_id)
) STRICT;

CREATE TABLE tf_step (
    run_id      TEXT    NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    step_id     TEXT    NOT NULL,
    ordinal     INTEGER NOT NULL,
    status      TEXT    NOT NULL,
    definition  TEXT    NOT NULL,
    version     TEXT    NOT NULL,
    input_hash  TEXT    NOT NULL,
    output_hash TEXT    NOT NULL,
    result      BLOB    NOT NULL,
    PRIMARY KEY (run_id, step_id)
) STRICT;

CREATE TABLE tf_blob (
    sha256     TEXT    NOT NULL PRIMARY KEY,
    mime       TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL
) STRICT;

CREATE TABLE tf_step_blob (
    run_id   TEXT    NOT NULL,
    step_id  TEXT    NOT NULL,
    position INTEGER NOT NULL,
    sha256   TEXT    NOT NULL REFERENCES tf_blob (sha256),
    PRIMARY KEY (run_id, step_id, position),
    FOREIGN KEY (run_id, step_id) REFERENCES tf_step (run_id, step_id) ON DELETE CASCADE
) STRICT;

CREATE INDEX tf_step_blob_picture ON tf_step_blob (sha256);

CREATE TABLE tf_decision (
    ordinal     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run_id      TEXT    NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    approval_id TEXT    NOT NULL,
    decided_at  INTEGER NOT NULL,
    answer      BLOB    NOT NULL,
    UNIQUE (run_id, approval_id)
) STRICT;

-- The last transaction of each process that writes: tells whether a commit whose answer was lost took effect.
CREATE TABLE tf_writer (
    writer  TEXT    NOT NULL PRIMARY KEY,
    batch   INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
