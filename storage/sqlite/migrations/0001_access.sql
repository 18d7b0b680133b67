CREATE TABLE organizations (
    organization_id BLOB NOT NULL PRIMARY KEY CHECK (length(organization_id) = 16),
    name            TEXT NOT NULL,
    created_at      INTEGER NOT NULL -- µs since 1970 UTC, as every time here
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    user_id         BLOB NOT NULL PRIMARY KEY CHECK (length(user_id) = 16),
    organization_id BLOB NOT NULL REFERENCES organizations,
    login           TEXT NOT NULL,
    login_key       TEXT NOT NULL, -- folded
    display_name    TEXT NOT NULL,
    roles           TEXT NOT NULL, -- words, separated by spaces
    password_hash   TEXT NOT NULL,
    active          INTEGER NOT NULL CHECK (active IN (0, 1)),
    preferences     TEXT NOT NULL,
    version         INTEGER NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX users_login ON users (login_key);
CREATE INDEX users_of ON users (organization_id, display_name);

CREATE TABLE sessions (
    session_id       BLOB NOT NULL PRIMARY KEY CHECK (length(session_id) = 16),
    user_id          BLOB NOT NULL REFERENCES users,
    token_hash       BLOB NOT NULL CHECK (length(token_hash) = 32),
    refresh_hash     BLOB NOT NULL CHECK (length(refresh_hash) = 32),
    authenticated_at INTEGER NOT NULL,
    seen_at          INTEGER NOT NULL,
    expires_at       INTEGER NOT NULL,
    ended_at         INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX sessions_token ON sessions (token_hash);
CREATE UNIQUE INDEX sessions_refresh ON sessions (refresh_hash);
CREATE INDEX sessions_of ON sessions (user_id);

CREATE TABLE spent_refresh_tokens (
    refresh_hash BLOB NOT NULL PRIMARY KEY CHECK (length(refresh_hash) = 32),
    session_id   BLOB NOT NULL REFERENCES sessions
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_attempts (
    key      TEXT NOT NULL PRIMARY KEY, -- hash of account or address
    failures INTEGER NOT NULL,
    since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
