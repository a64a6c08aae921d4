-- What a definition file said when it and the database last agreed. Both sides are compared with it to see which one has moved on.

CREATE TABLE IF NOT EXISTS definition_files (
    definition_id TEXT NOT NULL,
    place         TEXT NOT NULL,             -- the folder: its path, with the machine's name where the database is elsewhere
    content_hash  TEXT NOT NULL,             -- SHA-256 of the content, see DefinitionContent
    agreed_at     BIGINT NOT NULL,
    PRIMARY KEY (definition_id, place)
);
