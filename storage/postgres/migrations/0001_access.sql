CREATE TABLE organizations (
    organization_id uuid NOT NULL PRIMARY KEY,
    name            text COLLATE "C" NOT NULL,
    created_at      timestamptz NOT NULL -- µs since 1970 UTC, as every time here
);

CREATE TABLE users (
    user_id         uuid NOT NULL PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations,
    login           text COLLATE "C" NOT NULL,
    login_key       text COLLATE "C" NOT NULL, -- folded
    display_name    text COLLATE "C" NOT NULL,
    roles           text COLLATE "C" NOT NULL, -- words, separated by spaces
    password_hash   text COLLATE "C" NOT NULL,
    active          boolean NOT NULL,
    preferences     text COLLATE "C" NOT NULL,
    version         bigint NOT NULL,
    created_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX users_login ON users (login_key);
CREATE INDEX users_of ON users (organization_id, display_name);

CREATE TABLE sessions (
    session_id       uuid NOT NULL PRIMARY KEY,
    user_id          uuid NOT NULL REFERENCES users,
    token_hash       bytea NOT NULL CHECK (length(token_hash) = 32),
    refresh_hash     bytea NOT NULL CHECK (length(refresh_hash) = 32),
    authenticated_at timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL,
    expires_at       timestamptz NOT NULL,
    ended_at         timestamptz
);
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE UNIQUE INDEX sessions_refresh ON sessions (refresh_hash);
CREATE INDEX sessions_of ON sessions (user_id);

CREATE TABLE spent_refresh_tokens (
    refresh_hash bytea NOT NULL PRIMARY KEY CHECK (length(refresh_hash) = 32),
    session_id   uuid NOT NULL REFERENCES sessions
);

CREATE TABLE sign_in_attempts (
    key      text COLLATE "C" NOT NULL PRIMARY KEY, -- hash of account or address
    failures bigint NOT NULL,
    since    timestamptz NOT NULL
);
