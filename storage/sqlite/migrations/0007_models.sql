-- Models that a clinic chose. Keys lie sealed.
CREATE TABLE model_connections (
    connection_id    BLOB NOT NULL PRIMARY KEY CHECK (length(connection_id) = 16),
    organization_id  BLOB NOT NULL REFERENCES organizations,
    name             TEXT NOT NULL,
    kind             TEXT NOT NULL,
    base_url         TEXT NOT NULL,
    model            TEXT NOT NULL,
    sealed_key       BLOB,
    key_id           TEXT, -- fingerprint of the key that sealed it
    enabled          INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    patience_seconds INTEGER NOT NULL,
    version          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX model_connections_of ON model_connections (organization_id, created_at);

CREATE TABLE model_settings (
    organization_id BLOB NOT NULL PRIMARY KEY REFERENCES organizations,
    settings        TEXT NOT NULL, -- JSON
    version         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who has seen what is sent to a connection outside.
CREATE TABLE model_disclosures (
    user_id         BLOB NOT NULL REFERENCES users,
    connection_id   BLOB NOT NULL REFERENCES model_connections ON DELETE CASCADE,
    organization_id BLOB NOT NULL,
    shown_at        INTEGER NOT NULL,
    PRIMARY KEY (user_id, connection_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE model_calls (
    call_id         BLOB NOT NULL PRIMARY KEY CHECK (length(call_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    task            TEXT NOT NULL,
    visit_id        BLOB REFERENCES visits ON DELETE SET NULL,
    asked_by        BLOB NOT NULL REFERENCES users,
    asked_at        INTEGER NOT NULL,
    steps           TEXT NOT NULL, -- JSON
    model           TEXT, -- that answered
    prompt_tokens   INTEGER,
    answer_tokens   INTEGER,
    first_piece_ms  INTEGER,
    total_ms        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX model_calls_of ON model_calls (organization_id, asked_at);
CREATE INDEX model_calls_of_visit ON model_calls (visit_id, asked_at);

CREATE TABLE model_prices (
    organization_id BLOB NOT NULL REFERENCES organizations,
    model           TEXT NOT NULL,
    prompt_price    INTEGER NOT NULL,
    answer_price    INTEGER NOT NULL,
    currency        TEXT NOT NULL,
    PRIMARY KEY (organization_id, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE suggestions (
    suggestion_id   BLOB NOT NULL PRIMARY KEY CHECK (length(suggestion_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    visit_id        BLOB NOT NULL REFERENCES visits ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    body            TEXT NOT NULL,
    reason          TEXT NOT NULL,
    evidence        TEXT NOT NULL, -- JSON
    provider        TEXT NOT NULL,
    model           TEXT NOT NULL,
    prompt_version  TEXT,
    made_at         INTEGER NOT NULL,
    taken           INTEGER CHECK (taken IN (0, 1)),
    decided_by      BLOB REFERENCES users,
    decided_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX suggestions_of_visit ON suggestions (visit_id, made_at, position);
