CREATE TABLE visits (
    visit_id        uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    patient_id      uuid NOT NULL REFERENCES patients,
    clinician_id    uuid NOT NULL REFERENCES users,
    status          text COLLATE "C" NOT NULL,
    reason          text COLLATE "C" NOT NULL,
    started_at      timestamptz NOT NULL,
    finalized_at    timestamptz,
    version         bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE INDEX visits_latest ON visits (organization_id, started_at, visit_id);
CREATE INDEX visits_of_patient ON visits (patient_id, started_at);
CREATE INDEX visits_open ON visits (organization_id, started_at) WHERE status IN ('draft', 'in_progress');

CREATE TABLE note_sections (
    visit_id        uuid NOT NULL REFERENCES visits ON DELETE CASCADE,
    section         text COLLATE "C" NOT NULL,
    organization_id uuid NOT NULL,
    sentences       text COLLATE "C" NOT NULL,
    suggestions     text COLLATE "C" NOT NULL,
    version         bigint NOT NULL,
    PRIMARY KEY (visit_id, section)
);

CREATE TABLE signatures (
    visit_id        uuid NOT NULL PRIMARY KEY REFERENCES visits,
    organization_id uuid NOT NULL,
    signed_by       uuid NOT NULL REFERENCES users,
    signer_name     text COLLATE "C" NOT NULL,
    signed_at       timestamptz NOT NULL,
    content_hash    text COLLATE "C" NOT NULL
);

CREATE TABLE amendments (
    amendment_id    uuid NOT NULL PRIMARY KEY,
    visit_id        uuid NOT NULL REFERENCES visits,
    organization_id uuid NOT NULL,
    author_id       uuid NOT NULL REFERENCES users,
    author_name     text COLLATE "C" NOT NULL,
    amended_at      timestamptz NOT NULL,
    reason          text COLLATE "C" NOT NULL,
    text            text COLLATE "C" NOT NULL
);
CREATE INDEX amendments_of ON amendments (visit_id);

CREATE TABLE transcripts (
    visit_id        uuid NOT NULL PRIMARY KEY REFERENCES visits ON DELETE CASCADE,
    organization_id uuid NOT NULL,
    segments        text COLLATE "C" NOT NULL,
    created_at      timestamptz NOT NULL
);

CREATE TABLE drafts (
    draft_id        uuid NOT NULL PRIMARY KEY,
    visit_id        uuid NOT NULL REFERENCES visits ON DELETE CASCADE,
    organization_id uuid NOT NULL,
    sentences       text COLLATE "C" NOT NULL,
    provider        text COLLATE "C" NOT NULL,
    model           text COLLATE "C" NOT NULL,
    prompt_version  text COLLATE "C",
    drafted_at      timestamptz NOT NULL
);
CREATE INDEX drafts_of ON drafts (visit_id, drafted_at);

CREATE TABLE draft_acceptances (
    draft_id    uuid NOT NULL REFERENCES drafts ON DELETE CASCADE,
    section     text COLLATE "C" NOT NULL,
    accepted_by uuid NOT NULL REFERENCES users,
    accepted_at timestamptz NOT NULL,
    PRIMARY KEY (draft_id, section)
);

-- Every change of a state: of visits and of jobs.
CREATE TABLE transitions (
    transition_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL,
    machine         text COLLATE "C" NOT NULL,
    subject_id      uuid NOT NULL,
    from_state      text COLLATE "C" NOT NULL,
    event           text COLLATE "C" NOT NULL,
    to_state        text COLLATE "C" NOT NULL,
    user_id         uuid,
    at              timestamptz NOT NULL
);
CREATE INDEX transitions_of ON transitions (subject_id);

-- What was signed stays: the program refuses first, the database refuses last.
CREATE FUNCTION refuse_signed_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed uuid := CASE WHEN TG_OP = 'DELETE' THEN old.visit_id ELSE new.visit_id END;
BEGIN
    IF (SELECT status FROM visits WHERE visit_id = changed) IN ('finalized', 'amended') THEN
        RAISE EXCEPTION 'a signed note does not change';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN old ELSE new END;
END $$;
CREATE TRIGGER signed_notes_stay BEFORE INSERT OR UPDATE OR DELETE ON note_sections
FOR EACH ROW EXECUTE FUNCTION refuse_signed_change();
CREATE TRIGGER signatures_stay BEFORE UPDATE OR DELETE ON signatures
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER amendments_stay BEFORE UPDATE OR DELETE ON amendments
FOR EACH ROW EXECUTE FUNCTION refuse_change();
