-- The sound itself lies sealed in files; here stands where.
CREATE TABLE recordings (
    recording_id    BLOB NOT NULL PRIMARY KEY CHECK (length(recording_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    visit_id        BLOB REFERENCES visits ON DELETE SET NULL, -- absent: waits for a visit
    recorded_by     BLOB NOT NULL REFERENCES users,
    status          TEXT NOT NULL,
    source          TEXT NOT NULL,
    name            TEXT NOT NULL,
    channels        INTEGER NOT NULL,
    key_id          TEXT NOT NULL,
    segments        INTEGER NOT NULL, -- that are stored
    last_number     INTEGER NOT NULL, -- highest number of a segment; -1 before the first
    frames          INTEGER NOT NULL, -- up to the end of the latest
    transcribed     INTEGER NOT NULL, -- frames that were turned into words, or were silent
    resting         INTEGER NOT NULL, -- a second at which nobody spoke, from where to look for words
    job_id          BLOB, -- the latest that turns it into words
    started_at      INTEGER NOT NULL,
    heard_at        INTEGER NOT NULL,
    stopped_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX recordings_of_visit ON recordings (visit_id, started_at);
CREATE INDEX recordings_of_person ON recordings (recorded_by, started_at);

CREATE TABLE recording_segments (
    recording_id    BLOB NOT NULL REFERENCES recordings ON DELETE CASCADE,
    number          INTEGER NOT NULL,
    organization_id BLOB NOT NULL,
    first_frame     INTEGER NOT NULL,
    frames          INTEGER NOT NULL,
    sealed          INTEGER NOT NULL,
    hash            BLOB NOT NULL,
    peaks           BLOB NOT NULL,
    PRIMARY KEY (recording_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE recording_marks (
    recording_id    BLOB NOT NULL REFERENCES recordings ON DELETE CASCADE,
    at_ms           INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    organization_id BLOB NOT NULL,
    marked_at       INTEGER NOT NULL,
    PRIMARY KEY (recording_id, at_ms, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    consent_id      BLOB NOT NULL PRIMARY KEY CHECK (length(consent_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    patient_id      BLOB NOT NULL REFERENCES patients,
    purpose         TEXT NOT NULL,
    decision        TEXT NOT NULL,
    visit_id        BLOB REFERENCES visits ON DELETE SET NULL,
    recorded_by     BLOB NOT NULL REFERENCES users,
    recorded_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX consents_of ON consents (patient_id, purpose, recorded_at);
