BEGIN TRANSACTION;
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
INSERT INTO "tf_attempt" VALUES('brand-kit-1','call-1',1048576,'palette',1,1,'gpt-x',1795608000123456,X'696E74656E74',1795608002123456,1,X'6F7574636F6D65');
INSERT INTO "tf_attempt" VALUES('brand-kit-1','call-2',4194304,'logo',2,3,'image-x',1795608009123456,X'696E74656E74',NULL,NULL,NULL);
CREATE TABLE tf_blob (
    sha256     TEXT    NOT NULL PRIMARY KEY,
    mime       TEXT    NOT NULL,
    size_bytes INTEGER NOT NULL
) STRICT;
INSERT INTO "tf_blob" VALUES('0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d','image/png',12345);
INSERT INTO "tf_blob" VALUES('0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e','image/webp',678);
CREATE TABLE tf_decision (
    ordinal     INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    run_id      TEXT    NOT NULL REFERENCES tf_run (run_id) ON DELETE CASCADE,
    approval_id TEXT    NOT NULL,
    decided_at  INTEGER NOT NULL,
    answer      BLOB    NOT NULL,
    UNIQUE (run_id, approval_id)
) STRICT;
INSERT INTO "tf_decision" VALUES(1,'brand-kit-1','approve',1795611600000001,X'74727565');
CREATE TABLE tf_meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO "tf_meta" VALUES('format','1');
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
INSERT INTO "tf_run" VALUES(1,'brand-kit-1','brand-kit','acme','PARTIAL',1795611600000001,1795611600000001,1795611600000001,1,5,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
INSERT INTO "tf_run" VALUES(2,'fork-1','brand-kit',NULL,'RUNNING',1795611600000001,1795611600000001,NULL,1,1,0,1,'anna','studio',4711,1795604400000000,1795611630000001,1,0);
CREATE TABLE tf_run_payload (
    run_id      TEXT NOT NULL PRIMARY KEY REFERENCES tf_run (run_id) ON DELETE CASCADE,
    input_hash  TEXT NOT NULL,
    forked_from TEXT,
    input       BLOB NOT NULL,
    options     BLOB NOT NULL,
    ending      BLOB
) STRICT;
INSERT INTO "tf_run_payload" VALUES('brand-kit-1','0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a',NULL,X'7B226272696566223A22746561227D',X'7B7D',X'656E64');
INSERT INTO "tf_run_payload" VALUES('fork-1','0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f','brand-kit-1',X'',X'7B7D',NULL);
CREATE TABLE "tf_schema_history" (
    "installed_rank" INT NOT NULL PRIMARY KEY,
    "version" VARCHAR(50),
    "description" VARCHAR(200) NOT NULL,
    "type" VARCHAR(20) NOT NULL,
    "script" VARCHAR(1000) NOT NULL,
    "checksum" INT,
    "installed_by" VARCHAR(100) NOT NULL,
    "installed_on" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%d %H:%M:%f','now')),
    "execution_time" INT NOT NULL,
    "success" BOOLEAN NOT NULL
);
INSERT INTO "tf_schema_history" VALUES(1,'1','runs','SQL','V1__runs.sql',-1699057007,'','2026-11-26 07:00:00.000',1,1);
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
INSERT INTO "tf_step" VALUES('brand-kit-1','palette',2097153,'COMPLETED','palette','1.2','0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b','0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c',X'726573756C74');
INSERT INTO "tf_step" VALUES('brand-kit-1','hero',3145728,'COMPLETED','hero','1','','0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c',X'7069637475726573');
CREATE TABLE tf_step_blob (
    run_id   TEXT    NOT NULL,
    step_id  TEXT    NOT NULL,
    position INTEGER NOT NULL,
    sha256   TEXT    NOT NULL REFERENCES tf_blob (sha256),
    PRIMARY KEY (run_id, step_id, position),
    FOREIGN KEY (run_id, step_id) REFERENCES tf_step (run_id, step_id) ON DELETE CASCADE
) STRICT;
INSERT INTO "tf_step_blob" VALUES('brand-kit-1','hero',0,'0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d');
INSERT INTO "tf_step_blob" VALUES('brand-kit-1','hero',1,'0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e0e');
CREATE TABLE tf_writer (
    writer  TEXT    NOT NULL PRIMARY KEY,
    batch   INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX "tf_schema_history_s_idx" ON "tf_schema_history" ("success");
CREATE INDEX tf_run_phase ON tf_run (phase, ordinal);
CREATE INDEX tf_run_flow ON tf_run (flow, ordinal);
CREATE INDEX tf_run_created ON tf_run (created_at);
CREATE INDEX tf_step_blob_picture ON tf_step_blob (sha256);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('tf_run',2);
INSERT INTO "sqlite_sequence" VALUES('tf_decision',1);
COMMIT;
