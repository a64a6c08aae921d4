-- What the engine stores. Instants are milliseconds since 1970 UTC.

CREATE TABLE IF NOT EXISTS definitions (
    id            TEXT PRIMARY KEY,          -- one version of a process
    definition_id TEXT NOT NULL,             -- the process
    version       INTEGER NOT NULL,
    name          TEXT NOT NULL,
    is_latest     INTEGER NOT NULL,
    is_published  INTEGER NOT NULL,
    document      TEXT NOT NULL,             -- the JSON in canonical form
    hash          TEXT NOT NULL,             -- SHA-256 of the document
    comment       TEXT,
    created_by    TEXT,
    created_at    BIGINT NOT NULL,
    UNIQUE (definition_id, version)
);

CREATE TABLE IF NOT EXISTS instances (
    id                    TEXT PRIMARY KEY,
    definition_id         TEXT NOT NULL,
    definition_version_id TEXT NOT NULL,
    version               INTEGER NOT NULL,
    status                TEXT NOT NULL,
    sub_status            TEXT NOT NULL,
    correlation_id        TEXT,
    name                  TEXT,
    parent_instance_id    TEXT,
    incident_count        INTEGER NOT NULL,
    state                 BLOB NOT NULL,     -- UTF-8 JSON, see InstanceState
    revision              BIGINT NOT NULL,   -- raised by every commit; guards the next one
    created_at            BIGINT NOT NULL,
    updated_at            BIGINT NOT NULL,
    finished_at           BIGINT
);
CREATE INDEX IF NOT EXISTS instances_by_definition ON instances (definition_id, status);
CREATE INDEX IF NOT EXISTS instances_by_correlation ON instances (correlation_id) WHERE correlation_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS instances_by_parent ON instances (parent_instance_id) WHERE parent_instance_id IS NOT NULL;

CREATE TABLE IF NOT EXISTS bookmarks (
    id             TEXT PRIMARY KEY,
    instance_id    TEXT NOT NULL REFERENCES instances (id) ON DELETE CASCADE,
    name           TEXT NOT NULL,
    hash           TEXT NOT NULL,            -- of name and payload: what a stimulus is matched by
    activity_id    TEXT NOT NULL,
    correlation_id TEXT,
    created_at     BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS bookmarks_by_hash ON bookmarks (hash);
CREATE INDEX IF NOT EXISTS bookmarks_by_instance ON bookmarks (instance_id);

CREATE TABLE IF NOT EXISTS timers (
    id          TEXT PRIMARY KEY,            -- the bookmark or trigger that it fires
    instance_id TEXT,                        -- null: a trigger, it starts a new instance
    due_at      BIGINT NOT NULL,
    fire_at     BIGINT NOT NULL,             -- when it is tried next: due_at, or later after a failure
    attempts    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS timers_by_fire ON timers (fire_at);
CREATE INDEX IF NOT EXISTS timers_by_instance ON timers (instance_id);

CREATE TABLE IF NOT EXISTS triggers (
    id                    TEXT PRIMARY KEY,
    definition_id         TEXT NOT NULL,
    definition_version_id TEXT NOT NULL,
    activity_id           TEXT NOT NULL,
    name                  TEXT NOT NULL,
    hash                  TEXT NOT NULL,
    payload               TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS triggers_by_hash ON triggers (hash);
CREATE INDEX IF NOT EXISTS triggers_by_definition ON triggers (definition_id);

CREATE TABLE IF NOT EXISTS queue (
    id           TEXT PRIMARY KEY,
    kind         TEXT NOT NULL,              -- stored name of the work: dispatch, event, child-finished
    payload      TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    available_at BIGINT NOT NULL,
    last_error   TEXT,
    created_at   BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS queue_by_available ON queue (available_at);

CREATE TABLE IF NOT EXISTS outbox (
    id              TEXT PRIMARY KEY,        -- also the idempotency key
    kind            TEXT NOT NULL,           -- email, http
    lane            TEXT NOT NULL,           -- what shares one concurrency and rate limit: email, or an HTTP host
    destination     TEXT NOT NULL,
    instance_id     TEXT,
    topic           TEXT,                    -- what it asks about, such as a task; when that is settled, it is withdrawn
    subject         TEXT,
    payload         TEXT NOT NULL,
    status          TEXT NOT NULL,           -- waiting, delivered, parked, withdrawn
    attempts        INTEGER NOT NULL DEFAULT 0,
    next_attempt_at BIGINT NOT NULL,
    not_after       BIGINT,                  -- sending it later would be of no use
    claimed_until   BIGINT,                  -- the lease of the node that is sending it
    claimed_by      TEXT,
    last_error      TEXT,
    created_at      BIGINT NOT NULL,
    delivered_at    BIGINT
);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (next_attempt_at) WHERE status = 'waiting';
CREATE INDEX IF NOT EXISTS outbox_claimed ON outbox (claimed_until) WHERE claimed_until IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_instance ON outbox (instance_id);
CREATE INDEX IF NOT EXISTS outbox_by_topic ON outbox (topic) WHERE topic IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_by_created ON outbox (created_at, id);

CREATE TABLE IF NOT EXISTS journal (
    instance_id TEXT NOT NULL,
    burst       BIGINT NOT NULL,             -- the instance revision that this burst committed
    entries     BLOB NOT NULL,               -- UTF-8 JSON array, see JournalEntry
    PRIMARY KEY (instance_id, burst)
) WITHOUT ROWID;
