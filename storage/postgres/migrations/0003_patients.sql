CREATE TABLE owners (
    owner_id        uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    family_name     text COLLATE "C" NOT NULL,
    given_name      text COLLATE "C" NOT NULL,
    phone           text COLLATE "C",
    email           text COLLATE "C",
    sort_key        text COLLATE "C" NOT NULL
);
CREATE INDEX owners_by_name ON owners (organization_id, sort_key, owner_id);

CREATE TABLE patients (
    patient_id      uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    kind            text COLLATE "C" NOT NULL CHECK (kind IN ('human', 'animal')),
    mrn             text COLLATE "C" NOT NULL,
    family_name     text COLLATE "C" NOT NULL,
    given_name      text COLLATE "C" NOT NULL,
    listed_family   text COLLATE "C" NOT NULL, -- the owner's for animals
    listed_phone    text COLLATE "C",
    sort_key        text COLLATE "C" NOT NULL, -- folded
    birth_date      date,
    sex             text COLLATE "C" NOT NULL,
    phone           text COLLATE "C",
    email           text COLLATE "C",
    address         text COLLATE "C",
    restricted      boolean NOT NULL,
    species         text COLLATE "C",
    breed           text COLLATE "C",
    coat_color      text COLLATE "C",
    chip_number     text COLLATE "C",
    is_neutered     boolean,
    owner_id        uuid REFERENCES owners,
    words           text COLLATE "C" NOT NULL, -- that find the patient, folded, as JSON
    version         bigint NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX patients_mrn ON patients (organization_id, mrn);
CREATE UNIQUE INDEX patients_page ON patients (organization_id, sort_key, patient_id);
CREATE INDEX patients_of_owner ON patients (owner_id) WHERE owner_id IS NOT NULL;

-- The words that find a patient, folded: an index range per word, the same on both engines.
CREATE TABLE patient_words (
    organization_id uuid NOT NULL,
    word            text COLLATE "C" NOT NULL,
    sort_key        text COLLATE "C" NOT NULL,
    patient_id      uuid NOT NULL REFERENCES patients ON DELETE CASCADE,
    PRIMARY KEY (organization_id, word, sort_key, patient_id)
);
CREATE INDEX patient_words_of ON patient_words (patient_id, word);

CREATE FUNCTION find_patient() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        DELETE FROM patient_words WHERE patient_id = new.patient_id;
    END IF;
    INSERT INTO patient_words (organization_id, word, sort_key, patient_id)
    SELECT new.organization_id, word, new.sort_key, new.patient_id
      FROM json_array_elements_text(new.words::json) AS word;
    RETURN NULL;
END $$;
CREATE TRIGGER patients_are_found AFTER INSERT OR UPDATE OF words, sort_key ON patients
FOR EACH ROW EXECUTE FUNCTION find_patient();

-- True totals without counting; several parts, so that writers do not wait for one row.
CREATE TABLE patient_totals (
    organization_id uuid NOT NULL,
    part            bigint NOT NULL,
    open            bigint NOT NULL,
    restricted      bigint NOT NULL,
    PRIMARY KEY (organization_id, part)
);
CREATE FUNCTION count_patients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO patient_totals (organization_id, part, open, restricted)
    SELECT organization_id, pg_backend_pid() % 64,
           count(*) FILTER (WHERE NOT restricted), count(*) FILTER (WHERE restricted)
      FROM added GROUP BY organization_id
    ON CONFLICT (organization_id, part) DO UPDATE SET
        open = patient_totals.open + excluded.open,
        restricted = patient_totals.restricted + excluded.restricted;
    RETURN NULL;
END $$;
CREATE FUNCTION count_patients_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO patient_totals (organization_id, part, open, restricted)
    VALUES (new.organization_id, pg_backend_pid() % 64,
            old.restricted::int - new.restricted::int, new.restricted::int - old.restricted::int)
    ON CONFLICT (organization_id, part) DO UPDATE SET
        open = patient_totals.open + excluded.open,
        restricted = patient_totals.restricted + excluded.restricted;
    RETURN NULL;
END $$;
CREATE TRIGGER patients_are_counted AFTER INSERT ON patients
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_patients();
CREATE TRIGGER patients_are_counted_again AFTER UPDATE OF restricted ON patients
FOR EACH ROW WHEN (new.restricted <> old.restricted) EXECUTE FUNCTION count_patients_again();

-- From which record of an import a patient came, so that importing twice changes nothing.
CREATE TABLE patient_sources (
    organization_id uuid NOT NULL,
    source          text COLLATE "C" NOT NULL,
    patient_id      uuid NOT NULL REFERENCES patients,
    PRIMARY KEY (organization_id, source)
);
