-- Keys that a clinic gave for services, sealed, by the address that each is for.
CREATE TABLE service_keys (
    organization_id BLOB NOT NULL REFERENCES organizations,
    address         TEXT NOT NULL,
    sealed_key      BLOB NOT NULL,
    key_id          TEXT NOT NULL, -- fingerprint of the key that sealed it
    PRIMARY KEY (organization_id, address)
) STRICT, WITHOUT ROWID;
