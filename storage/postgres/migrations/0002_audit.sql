CREATE TABLE audit (
    organization_id uuid NOT NULL REFERENCES organizations,
    chain           bigint NOT NULL,
    sequence        bigint NOT NULL,
    at              timestamptz NOT NULL,
    user_id         uuid,
    action          text COLLATE "C" NOT NULL,
    outcome         text COLLATE "C" NOT NULL,
    resource        text COLLATE "C" NOT NULL,
    resource_id     uuid,
    patient_id      uuid,
    reference       text COLLATE "C" NOT NULL,
    origin          text COLLATE "C" NOT NULL,
    subjects        bytea NOT NULL, -- 16 bytes for each record that a list showed
    previous        bytea NOT NULL CHECK (length(previous) = 32),
    hash            bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, chain, sequence)
);
CREATE INDEX audit_latest ON audit (organization_id, at);
CREATE INDEX audit_of_patient ON audit (organization_id, patient_id, at) WHERE patient_id IS NOT NULL;

CREATE TABLE audit_heads (
    organization_id uuid NOT NULL REFERENCES organizations,
    chain           bigint NOT NULL,
    sequence        bigint NOT NULL,
    hash            bytea NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (organization_id, chain)
);

-- A row must continue its chain, whose head it moves on; one that does not is left out, and whoever
-- wrote it reads the head anew.
CREATE FUNCTION audit_continues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF new.sequence = 1 THEN
        INSERT INTO audit_heads (organization_id, chain, sequence, hash)
        VALUES (new.organization_id, new.chain, 1, new.hash)
        ON CONFLICT DO NOTHING;
    ELSE
        UPDATE audit_heads SET sequence = new.sequence, hash = new.hash
         WHERE organization_id = new.organization_id AND chain = new.chain
           AND sequence = new.sequence - 1 AND hash = new.previous;
    END IF;
    IF FOUND THEN RETURN new; END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_continues BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION audit_continues();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_heads_only_advance BEFORE UPDATE ON audit_heads
FOR EACH ROW WHEN (new.sequence <= old.sequence) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_heads_stay BEFORE DELETE ON audit_heads
FOR EACH ROW EXECUTE FUNCTION refuse_change();
