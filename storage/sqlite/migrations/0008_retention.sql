-- How long a clinic keeps the sound of signed visits; without a row, for ever.
CREATE TABLE recording_retention (
    organization_id BLOB NOT NULL PRIMARY KEY REFERENCES organizations,
    days            INTEGER NOT NULL CHECK (days BETWEEN 7 AND 365)
) STRICT, WITHOUT ROWID;

-- When the sound was removed because it had been kept long enough.
ALTER TABLE recordings ADD COLUMN cleaned_at INTEGER;
