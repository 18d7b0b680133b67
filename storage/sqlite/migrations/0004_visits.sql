CREATE TABLE visits (
    visit_id        BLOB NOT NULL PRIMARY KEY CHECK (length(visit_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    patient_id      BLOB NOT NULL REFERENCES patients,
    clinician_id    BLOB NOT NULL REFERENCES users,
    status          TEXT NOT NULL,
    reason          TEXT NOT NULL,
    started_at      INTEGER NOT NULL,
    finalized_at    INTEGER,
    version         INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX visits_latest ON visits (organization_id, started_at, visit_id);
CREATE INDEX visits_of_patient ON visits (patient_id, started_at);
CREATE INDEX visits_open ON visits (organization_id, started_at) WHERE status IN ('draft', 'in_progress');

CREATE TABLE note_sections (
    visit_id        BLOB NOT NULL REFERENCES visits ON DELETE CASCADE,
    section         TEXT NOT NULL,
    organization_id BLOB NOT NULL,
    sentences       TEXT NOT NULL CHECK (json_valid(sentences)),
    suggestions     TEXT NOT NULL CHECK (json_valid(suggestions)),
    version         INTEGER NOT NULL,
    PRIMARY KEY (visit_id, section)
) STRICT, WITHOUT ROWID;

CREATE TABLE signatures (
    visit_id        BLOB NOT NULL PRIMARY KEY REFERENCES visits,
    organization_id BLOB NOT NULL,
    signed_by       BLOB NOT NULL REFERENCES users,
    signer_name     TEXT NOT NULL,
    signed_at       INTEGER NOT NULL,
    content_hash    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE amendments (
    amendment_id    BLOB NOT NULL PRIMARY KEY CHECK (length(amendment_id) = 16),
    visit_id        BLOB NOT NULL REFERENCES visits,
    organization_id BLOB NOT NULL,
    author_id       BLOB NOT NULL REFERENCES users,
    author_name     TEXT NOT NULL,
    amended_at      INTEGER NOT NULL,
    reason          TEXT NOT NULL,
    text            TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX amendments_of ON amendments (visit_id);

CREATE TABLE transcripts (
    visit_id        BLOB NOT NULL PRIMARY KEY REFERENCES visits ON DELETE CASCADE,
    organization_id BLOB NOT NULL,
    segments        TEXT NOT NULL CHECK (json_valid(segments)),
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (
    draft_id        BLOB NOT NULL PRIMARY KEY CHECK (length(draft_id) = 16),
    visit_id        BLOB NOT NULL REFERENCES visits ON DELETE CASCADE,
    organization_id BLOB NOT NULL,
    sentences       TEXT NOT NULL CHECK (json_valid(sentences)),
    provider        TEXT NOT NULL,
    model           TEXT NOT NULL,
    prompt_version  TEXT,
    drafted_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX drafts_of ON drafts (visit_id, drafted_at);

CREATE TABLE draft_acceptances (
    draft_id    BLOB NOT NULL REFERENCES drafts ON DELETE CASCADE,
    section     TEXT NOT NULL,
    accepted_by BLOB NOT NULL REFERENCES users,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (draft_id, section)
) STRICT, WITHOUT ROWID;

-- Every change of a state: of visits and of jobs.
CREATE TABLE transitions (
    transition_id   INTEGER PRIMARY KEY,
    organization_id BLOB NOT NULL,
    machine         TEXT NOT NULL,
    subject_id      BLOB NOT NULL,
    from_state      TEXT NOT NULL,
    event           TEXT NOT NULL,
    to_state        TEXT NOT NULL,
    user_id         BLOB,
    at              INTEGER NOT NULL
) STRICT;
CREATE INDEX transitions_of ON transitions (subject_id);

-- What was signed stays: the program refuses first, the database refuses last.
CREATE TRIGGER signed_notes_stay_insert BEFORE INSERT ON note_sections
WHEN (SELECT status FROM visits WHERE visit_id = new.visit_id) IN ('finalized', 'amended')
BEGIN SELECT RAISE(ABORT, 'a signed note does not change'); END;
CREATE TRIGGER signed_notes_stay_update BEFORE UPDATE ON note_sections
WHEN (SELECT status FROM visits WHERE visit_id = old.visit_id) IN ('finalized', 'amended')
BEGIN SELECT RAISE(ABORT, 'a signed note does not change'); END;
CREATE TRIGGER signed_notes_stay_delete BEFORE DELETE ON note_sections
WHEN (SELECT status FROM visits WHERE visit_id = old.visit_id) IN ('finalized', 'amended')
BEGIN SELECT RAISE(ABORT, 'a signed note does not change'); END;
CREATE TRIGGER signatures_stay BEFORE UPDATE ON signatures
BEGIN SELECT RAISE(ABORT, 'a signature does not change'); END;
CREATE TRIGGER signatures_stay_delete BEFORE DELETE ON signatures
BEGIN SELECT RAISE(ABORT, 'a signature does not change'); END;
CREATE TRIGGER amendments_stay BEFORE UPDATE ON amendments
BEGIN SELECT RAISE(ABORT, 'an amendment does not change'); END;
CREATE TRIGGER amendments_stay_delete BEFORE DELETE ON amendments
BEGIN SELECT RAISE(ABORT, 'an amendment does not change'); END;
