CREATE TABLE owners (
    owner_id        BLOB NOT NULL PRIMARY KEY CHECK (length(owner_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    family_name     TEXT NOT NULL,
    given_name      TEXT NOT NULL,
    phone           TEXT,
    email           TEXT,
    sort_key        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX owners_by_name ON owners (organization_id, sort_key, owner_id);

CREATE TABLE patients (
    patient_id      BLOB NOT NULL PRIMARY KEY CHECK (length(patient_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    kind            TEXT NOT NULL CHECK (kind IN ('human', 'animal')),
    mrn             TEXT NOT NULL,
    family_name     TEXT NOT NULL,
    given_name      TEXT NOT NULL,
    listed_family   TEXT NOT NULL, -- the owner's for animals
    listed_phone    TEXT,
    sort_key        TEXT NOT NULL, -- folded
    birth_date      TEXT CHECK (birth_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    sex             TEXT NOT NULL,
    phone           TEXT,
    email           TEXT,
    address         TEXT,
    restricted      INTEGER NOT NULL CHECK (restricted IN (0, 1)),
    species         TEXT,
    breed           TEXT,
    coat_color      TEXT,
    chip_number     TEXT,
    is_neutered     INTEGER CHECK (is_neutered IN (0, 1)),
    owner_id        BLOB REFERENCES owners,
    words           TEXT NOT NULL CHECK (json_valid(words)), -- that find the patient, folded
    version         INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX patients_mrn ON patients (organization_id, mrn);
CREATE UNIQUE INDEX patients_page ON patients (organization_id, sort_key, patient_id);
CREATE INDEX patients_of_owner ON patients (owner_id) WHERE owner_id IS NOT NULL;

-- The words that find a patient, folded: an index range per word, the same on both engines.
CREATE TABLE patient_words (
    organization_id BLOB NOT NULL,
    word            TEXT NOT NULL,
    sort_key        TEXT NOT NULL,
    patient_id      BLOB NOT NULL REFERENCES patients ON DELETE CASCADE,
    PRIMARY KEY (organization_id, word, sort_key, patient_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX patient_words_of ON patient_words (patient_id, word);

CREATE TRIGGER patients_are_found AFTER INSERT ON patients
BEGIN
    INSERT INTO patient_words (organization_id, word, sort_key, patient_id)
    SELECT new.organization_id, value, new.sort_key, new.patient_id FROM json_each(new.words);
END;
CREATE TRIGGER patients_are_found_again AFTER UPDATE OF words, sort_key ON patients
BEGIN
    DELETE FROM patient_words WHERE patient_id = new.patient_id;
    INSERT INTO patient_words (organization_id, word, sort_key, patient_id)
    SELECT new.organization_id, value, new.sort_key, new.patient_id FROM json_each(new.words);
END;

-- True totals without counting; several parts, so that writers do not wait for one row.
CREATE TABLE patient_totals (
    organization_id BLOB NOT NULL,
    part            INTEGER NOT NULL,
    open            INTEGER NOT NULL,
    restricted      INTEGER NOT NULL,
    PRIMARY KEY (organization_id, part)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER patients_are_counted AFTER INSERT ON patients
BEGIN
    INSERT INTO patient_totals (organization_id, part, open, restricted)
    VALUES (new.organization_id, 0, 1 - new.restricted, new.restricted)
    ON CONFLICT (organization_id, part) DO UPDATE SET
        open = open + excluded.open, restricted = restricted + excluded.restricted;
END;
CREATE TRIGGER patients_are_counted_again AFTER UPDATE OF restricted ON patients
WHEN new.restricted <> old.restricted
BEGIN
    UPDATE patient_totals SET open = open + old.restricted - new.restricted,
                              restricted = restricted + new.restricted - old.restricted
     WHERE organization_id = new.organization_id AND part = 0;
END;

-- From which record of an import a patient came, so that importing twice changes nothing.
CREATE TABLE patient_sources (
    organization_id BLOB NOT NULL,
    source          TEXT NOT NULL,
    patient_id      BLOB NOT NULL REFERENCES patients,
    PRIMARY KEY (organization_id, source)
) STRICT, WITHOUT ROWID;
