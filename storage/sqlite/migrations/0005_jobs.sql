CREATE TABLE jobs (
    job_id          BLOB NOT NULL PRIMARY KEY CHECK (length(job_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    kind            TEXT NOT NULL,
    label           TEXT NOT NULL,
    payload         TEXT NOT NULL,
    status          TEXT NOT NULL,
    done            INTEGER NOT NULL,
    total           INTEGER,
    attempts        INTEGER NOT NULL,
    run_at          INTEGER NOT NULL, -- when due; while held: when the lease ends
    lease           BLOB,
    error           TEXT,
    report          TEXT,
    created_by      BLOB,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_due ON jobs (run_at, job_id) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_latest ON jobs (organization_id, created_at);

CREATE TABLE uploads (
    upload_id       BLOB NOT NULL PRIMARY KEY CHECK (length(upload_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    name            TEXT NOT NULL,
    size            INTEGER NOT NULL,
    received        INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
