-- Models that a clinic chose. Keys lie sealed.
CREATE TABLE model_connections (
    connection_id    uuid NOT NULL PRIMARY KEY,
    organization_id  uuid NOT NULL REFERENCES organizations,
    name             text COLLATE "C" NOT NULL,
    kind             text COLLATE "C" NOT NULL,
    base_url         text COLLATE "C" NOT NULL,
    model            text COLLATE "C" NOT NULL,
    sealed_key       bytea,
    key_id           text COLLATE "C", -- fingerprint of the key that sealed it
    enabled          boolean NOT NULL,
    patience_seconds bigint NOT NULL,
    version          bigint NOT NULL,
    created_at       timestamptz NOT NULL
);
CREATE INDEX model_connections_of ON model_connections (organization_id, created_at);

CREATE TABLE model_settings (
    organization_id uuid NOT NULL PRIMARY KEY REFERENCES organizations,
    settings        text COLLATE "C" NOT NULL, -- JSON
    version         bigint NOT NULL
);

-- Who has seen what is sent to a connection outside.
CREATE TABLE model_disclosures (
    user_id         uuid NOT NULL REFERENCES users,
    connection_id   uuid NOT NULL REFERENCES model_connections ON DELETE CASCADE,
    organization_id uuid NOT NULL,
    shown_at        timestamptz NOT NULL,
    PRIMARY KEY (user_id, connection_id)
);

CREATE TABLE model_calls (
    call_id         uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    task            text COLLATE "C" NOT NULL,
    visit_id        uuid REFERENCES visits ON DELETE SET NULL,
    asked_by        uuid NOT NULL REFERENCES users,
    asked_at        timestamptz NOT NULL,
    steps           text COLLATE "C" NOT NULL, -- JSON
    model           text COLLATE "C", -- that answered
    prompt_tokens   bigint,
    answer_tokens   bigint,
    first_piece_ms  bigint,
    total_ms        bigint NOT NULL
);
CREATE INDEX model_calls_of ON model_calls (organization_id, asked_at);
CREATE INDEX model_calls_of_visit ON model_calls (visit_id, asked_at);

CREATE TABLE model_prices (
    organization_id uuid NOT NULL REFERENCES organizations,
    model           text COLLATE "C" NOT NULL,
    prompt_price    bigint NOT NULL,
    answer_price    bigint NOT NULL,
    currency        text COLLATE "C" NOT NULL,
    PRIMARY KEY (organization_id, model)
);

CREATE TABLE suggestions (
    suggestion_id   uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    visit_id        uuid NOT NULL REFERENCES visits ON DELETE CASCADE,
    position        bigint NOT NULL,
    kind            text COLLATE "C" NOT NULL,
    body            text COLLATE "C" NOT NULL,
    reason          text COLLATE "C" NOT NULL,
    evidence        text COLLATE "C" NOT NULL, -- JSON
    provider        text COLLATE "C" NOT NULL,
    model           text COLLATE "C" NOT NULL,
    prompt_version  text COLLATE "C",
    made_at         timestamptz NOT NULL,
    taken           boolean,
    decided_by      uuid REFERENCES users,
    decided_at      timestamptz
);
CREATE INDEX suggestions_of_visit ON suggestions (visit_id, made_at, position);
