CREATE TABLE audit (
    organization_id BLOB NOT NULL REFERENCES organizations,
    chain           INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,
    at              INTEGER NOT NULL,
    user_id         BLOB,
    action          TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    resource        TEXT NOT NULL,
    resource_id     BLOB,
    patient_id      BLOB,
    reference       TEXT NOT NULL,
    origin          TEXT NOT NULL,
    subjects        BLOB NOT NULL, -- 16 bytes for each record that a list showed
    previous        BLOB NOT NULL CHECK (length(previous) = 32),
    hash            BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, chain, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_latest ON audit (organization_id, at);
CREATE INDEX audit_of_patient ON audit (organization_id, patient_id, at) WHERE patient_id IS NOT NULL;

CREATE TABLE audit_heads (
    organization_id BLOB NOT NULL REFERENCES organizations,
    chain           INTEGER NOT NULL,
    sequence        INTEGER NOT NULL,
    hash            BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, chain)
) STRICT, WITHOUT ROWID;

-- A row must continue its chain, whose head it moves on; one that does not is left out, and whoever
-- wrote it reads the head anew.
CREATE TRIGGER audit_continues BEFORE INSERT ON audit
BEGIN
    INSERT INTO audit_heads (organization_id, chain, sequence, hash)
    SELECT new.organization_id, new.chain, 1, new.hash
     WHERE new.sequence = 1
    ON CONFLICT DO NOTHING;
    UPDATE audit_heads SET sequence = new.sequence, hash = new.hash
     WHERE organization_id = new.organization_id AND chain = new.chain
       AND sequence = new.sequence - 1 AND hash = new.previous;
    SELECT RAISE(IGNORE) WHERE NOT EXISTS (
        SELECT 1 FROM audit_heads WHERE organization_id = new.organization_id AND chain = new.chain
           AND sequence = new.sequence AND hash = new.hash);
END;
CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_heads_only_advance BEFORE UPDATE ON audit_heads WHEN new.sequence <= old.sequence
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_heads_stay BEFORE DELETE ON audit_heads
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
