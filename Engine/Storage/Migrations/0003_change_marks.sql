-- Counts the changes of what nodes keep in memory: definitions, people. Stored names: see SharedState.

CREATE TABLE IF NOT EXISTS change_marks (
    subject  TEXT PRIMARY KEY,
    revision BIGINT NOT NULL
);
