-- Keys that a clinic gave for services, sealed, by the address that each is for.
CREATE TABLE service_keys (
    organization_id uuid NOT NULL REFERENCES organizations,
    address         text COLLATE "C" NOT NULL,
    sealed_key      bytea NOT NULL,
    key_id          text COLLATE "C" NOT NULL, -- fingerprint of the key that sealed it
    PRIMARY KEY (organization_id, address)
);
