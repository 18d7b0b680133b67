-- The sound itself lies sealed in files; here stands where.
CREATE TABLE recordings (
    recording_id    uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    visit_id        uuid REFERENCES visits ON DELETE SET NULL, -- absent: waits for a visit
    recorded_by     uuid NOT NULL REFERENCES users,
    status          text COLLATE "C" NOT NULL,
    source          text COLLATE "C" NOT NULL,
    name            text COLLATE "C" NOT NULL,
    channels        bigint NOT NULL,
    key_id          text COLLATE "C" NOT NULL,
    segments        bigint NOT NULL, -- that are stored
    last_number     bigint NOT NULL, -- highest number of a segment; -1 before the first
    frames          bigint NOT NULL, -- up to the end of the latest
    transcribed     bigint NOT NULL, -- frames that were turned into words, or were silent
    resting         bigint NOT NULL, -- a second at which nobody spoke, from where to look for words
    job_id          uuid, -- the latest that turns it into words
    started_at      timestamptz NOT NULL,
    heard_at        timestamptz NOT NULL,
    stopped_at      timestamptz
);
CREATE INDEX recordings_of_visit ON recordings (visit_id, started_at);
CREATE INDEX recordings_of_person ON recordings (recorded_by, started_at);

CREATE TABLE recording_segments (
    recording_id    uuid NOT NULL REFERENCES recordings ON DELETE CASCADE,
    number          bigint NOT NULL,
    organization_id uuid NOT NULL,
    first_frame     bigint NOT NULL,
    frames          bigint NOT NULL,
    sealed          bigint NOT NULL,
    hash            bytea NOT NULL,
    peaks           bytea NOT NULL,
    PRIMARY KEY (recording_id, number)
);

CREATE TABLE recording_marks (
    recording_id    uuid NOT NULL REFERENCES recordings ON DELETE CASCADE,
    at_ms           bigint NOT NULL,
    kind            text COLLATE "C" NOT NULL,
    organization_id uuid NOT NULL,
    marked_at       timestamptz NOT NULL,
    PRIMARY KEY (recording_id, at_ms, kind)
);

CREATE TABLE consents (
    consent_id      uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    patient_id      uuid NOT NULL REFERENCES patients,
    purpose         text COLLATE "C" NOT NULL,
    decision        text COLLATE "C" NOT NULL,
    visit_id        uuid REFERENCES visits ON DELETE SET NULL,
    recorded_by     uuid NOT NULL REFERENCES users,
    recorded_at     timestamptz NOT NULL
);
CREATE INDEX consents_of ON consents (patient_id, purpose, recorded_at);
