-- Keys for tools. The key itself is only in the hands of whoever it was made for.

CREATE TABLE IF NOT EXISTS api_keys (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    hash         TEXT NOT NULL UNIQUE,       -- SHA-256 of the key, in hexadecimal
    person_id    TEXT NOT NULL,              -- for whom it stands: it never gives more than that person has
    rights       TEXT NOT NULL,              -- with commas
    created_by   TEXT,                       -- null: on the command line
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT,
    revoked_at   BIGINT
);
CREATE INDEX IF NOT EXISTS api_keys_by_person ON api_keys (person_id);
