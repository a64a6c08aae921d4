-- The keys that protect tokens, where several nodes share the database. A single node on SQLite keeps them in its data folder.

CREATE TABLE IF NOT EXISTS protection_keys (
    id         TEXT PRIMARY KEY,
    xml        TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
