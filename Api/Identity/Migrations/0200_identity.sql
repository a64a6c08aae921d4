-- Signing in. Secrets are stored as hashes only.

CREATE TABLE IF NOT EXISTS sign_in_codes (
    person_id  TEXT PRIMARY KEY,             -- one code at a time
    id         TEXT NOT NULL,                -- of this code: it is taken once
    salt       BLOB NOT NULL,
    hash       BLOB NOT NULL,                -- PBKDF2 of the code
    tries      INTEGER NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS sign_in_links (
    hash       TEXT PRIMARY KEY,             -- SHA-256 of the token, in hexadecimal
    person_id  TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS sign_in_attempts (
    id         TEXT PRIMARY KEY,
    limit_key  TEXT NOT NULL,                -- what is limited: see SignInLimits
    at         BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS sign_in_attempts_by_key ON sign_in_attempts (limit_key, at);
CREATE INDEX IF NOT EXISTS sign_in_attempts_by_time ON sign_in_attempts (at);

CREATE TABLE IF NOT EXISTS sessions (
    id                  TEXT PRIMARY KEY,
    person_id           TEXT NOT NULL,
    security_stamp      TEXT NOT NULL,       -- the person's, when the session began
    generation          TEXT NOT NULL,       -- of the refresh token that is good now
    previous_generation TEXT,
    rotated_at          BIGINT,
    started_at          BIGINT NOT NULL,
    expires_at          BIGINT NOT NULL,
    ended_at            BIGINT
);
CREATE INDEX IF NOT EXISTS sessions_by_person ON sessions (person_id);
CREATE INDEX IF NOT EXISTS sessions_by_expiry ON sessions (expires_at);

CREATE TABLE IF NOT EXISTS last_sign_ins (
    person_id TEXT PRIMARY KEY,
    at        BIGINT NOT NULL
);
