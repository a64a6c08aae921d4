-- How people want to be reached, where they cannot be, and what was sent to several tasks at once.

CREATE TABLE IF NOT EXISTS person_preferences (
    person_id    TEXT PRIMARY KEY,
    channels     TEXT NOT NULL,              -- in order, between spaces: 'telegram email'; '' for what the product does by itself
    quiet_from   INTEGER,                    -- minutes of the day where the person is; null: no quiet hours
    quiet_until  INTEGER,                    -- before quiet_from: on the next day
    digest_at    INTEGER,                    -- minutes of the day at which tasks come in one mail; null: each by itself
    mail_notices INTEGER NOT NULL,           -- 0: no mails that ask nothing
    updated_at   BIGINT NOT NULL
);

-- Where a channel refused for good. A new address is another row, so it is free of the mark of the old one.
CREATE TABLE IF NOT EXISTS unreachable (
    channel     TEXT NOT NULL,
    destination TEXT NOT NULL,               -- an address in lower case, a chat
    person_id   TEXT NOT NULL,
    reason      TEXT NOT NULL,
    marked_at   BIGINT NOT NULL,
    PRIMARY KEY (channel, destination)
);

-- Tasks that went by another channel because this one refused: once each.
CREATE TABLE IF NOT EXISTS task_fallbacks (
    task_id   TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    person_id TEXT NOT NULL,
    channel   TEXT NOT NULL,                 -- the one that refused
    moved_at  BIGINT NOT NULL,
    PRIMARY KEY (task_id, person_id, channel)
);

-- One mail with one link for several tasks.
CREATE TABLE IF NOT EXISTS digests (
    id         TEXT PRIMARY KEY,             -- the person and the day, also the id of the mail in the outbox
    hash       TEXT NOT NULL UNIQUE,         -- SHA-256 of the secret in the link
    person_id  TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS digests_by_person ON digests (person_id);

CREATE TABLE IF NOT EXISTS digest_tasks (
    digest_id TEXT NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    task_id   TEXT NOT NULL REFERENCES tasks (id) ON DELETE CASCADE,
    PRIMARY KEY (digest_id, task_id)
);
CREATE INDEX IF NOT EXISTS digest_tasks_by_task ON digest_tasks (task_id);

-- Keys of this installation, protected by Data Protection.
CREATE TABLE IF NOT EXISTS channel_keys (
    name       TEXT PRIMARY KEY,
    protected  TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
