CREATE TABLE jobs (
    job_id          uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    kind            text COLLATE "C" NOT NULL,
    label           text COLLATE "C" NOT NULL,
    payload         text COLLATE "C" NOT NULL,
    status          text COLLATE "C" NOT NULL,
    done            bigint NOT NULL,
    total           bigint,
    attempts        bigint NOT NULL,
    run_at          timestamptz NOT NULL, -- when due; while held: when the lease ends
    lease           uuid,
    error           text COLLATE "C",
    report          text COLLATE "C",
    created_by      uuid,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX jobs_due ON jobs (run_at, job_id) WHERE status IN ('queued', 'running');
CREATE INDEX jobs_latest ON jobs (organization_id, created_at);

CREATE TABLE uploads (
    upload_id       uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    name            text COLLATE "C" NOT NULL,
    size            bigint NOT NULL,
    received        bigint NOT NULL,
    created_at      timestamptz NOT NULL
);
